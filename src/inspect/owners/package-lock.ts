import { isObject, objectAt, parsedJson } from './json-text.ts'
import { type Relations, relationsOf } from './relations.ts'

/** What npm's lock file says about one package; of a link the relations of what it leads to. */
export interface LockedPackage {
  readonly version: string | null
  readonly isLink: boolean
  readonly relations: Relations
}

/**
 * In: `node_modules/.package-lock.json` (npm 7 and later). Out: its packages by their path, relative to the
 * directory around `node_modules`; nothing where the file is not what npm writes. Peers are installed too,
 * unless they are optional (docs.npmjs.com, "package-lock.json").
 */
export function parsePackageLock(text: string): ReadonlyMap<string, LockedPackage> {
  const packages = objectAt(parsedJson(text), 'packages') ?? {}
  const locked = new Map<string, LockedPackage>()
  for (const [path, entry] of Object.entries(packages)) {
    if (!isObject(entry)) continue
    const { version, resolved, link } = entry
    const target = link === true && typeof resolved === 'string' ? objectAt(packages, resolved) : entry
    locked.set(path, {
      version: typeof version === 'string' ? version : null,
      isLink: link === true,
      relations: relationsIn(target),
    })
  }
  return locked
}

function relationsIn(entry: unknown): Relations {
  const names = (field: string): string[] => Object.keys(objectAt(entry, field) ?? {})
  const meta = objectAt(entry, 'peerDependenciesMeta')
  const isOptional = (name: string): boolean => objectAt(meta, name)?.optional === true
  const peers = names('peerDependencies')
  const needs = [...names('dependencies'), ...peers.filter((name) => !isOptional(name))]
  const wants = [...names('optionalDependencies'), ...peers.filter(isOptional)]
  return relationsOf({ needs: needs.map((name) => [name]), wants: wants.map((name) => [name]) })
}
