/**
 * In: `node_modules/.package-lock.json` (npm 7 and later). Out: version by path of a package, relative to the
 * directory around `node_modules`; nothing where the file is not what npm writes.
 */
export function parsePackageLock(text: string): ReadonlyMap<string, string> {
  const packages = objectAt(parsed(text), 'packages')
  const versions = new Map<string, string>()
  for (const [path, entry] of Object.entries(packages ?? {})) {
    const version: unknown = isObject(entry) ? entry.version : null
    if (typeof version === 'string') versions.set(path, version)
  }
  return versions
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // A version is only shown: without it the package is still known by its path.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function objectAt(value: unknown, key: string): Readonly<Record<string, unknown>> | null {
  const inner = isObject(value) ? value[key] : null
  return isObject(inner) ? inner : null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
