import { rawOf } from '../raw-text.ts'
import { type JsonObject, objectOf, readJson, textIn } from './read-json.ts'
import { type Relations, relationsOf } from './relations.ts'

/** What npm's lock file says about one package; of a link the relations of what it leads to. */
export interface LockedPackage {
  readonly version: string | null
  readonly isLink: boolean
  readonly relations: Relations
}

/**
 * In: `node_modules/.package-lock.json` (npm 7 and later). Out: its packages by their path (raw bytes), relative to
 * the directory around `node_modules`; nothing where the file is not what npm writes. Peers are installed too,
 * unless they are optional (docs.npmjs.com, "package-lock.json").
 */
export function parsePackageLock(content: string): ReadonlyMap<string, LockedPackage> {
  const packages = objectOf(objectOf(readJson(content)).packages)
  const locked = Object.keys(packages).map((path): [string, LockedPackage] => {
    const entry = entryAt(packages, path)
    const isLink = entry.link === true
    const relations = relationsIn(isLink ? entryAt(packages, textIn(entry, 'resolved')) : entry)
    return [rawOf(path), { version: textIn(entry, 'version') || null, isLink, relations }]
  })
  return new Map(locked)
}

function relationsIn(entry: JsonObject): Relations {
  const names = (field: string): string[] => Object.keys(objectOf(entry[field]))
  const meta = objectOf(entry.peerDependenciesMeta)
  const isOptional = (name: string): boolean => entryAt(meta, name).optional === true
  const peers = names('peerDependencies')
  const needs = [...names('dependencies'), ...peers.filter((name) => !isOptional(name))]
  const wants = [...names('optionalDependencies'), ...peers.filter(isOptional)]
  return relationsOf({ needs: needs.map((name) => [rawOf(name)]), wants: wants.map((name) => [rawOf(name)]) })
}

function entryAt(object: JsonObject, key: string): JsonObject {
  return objectOf(Object.hasOwn(object, key) ? object[key] : null)
}
