/** True for a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object at a path of an object; null when there is none. */
export function recordAt(
  value: unknown,
  ...path: readonly string[]
): Readonly<Record<string, unknown>> | null {
  let at: unknown = value
  for (const name of path) at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : null
  return isRecord(at) ? at : null
}

/** The list under a name of an object; null when there is none. */
export function listAt(value: unknown, name: string): readonly unknown[] | null {
  const found = isRecord(value) && Object.hasOwn(value, name) ? value[name] : null
  return Array.isArray(found) ? found : null
}
