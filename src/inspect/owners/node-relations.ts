import { rawOf } from '../raw-text.ts'
import type { DatabaseFiles } from './owner.ts'
import { type LockedPackage, parsePackageLock } from './package-lock.ts'
import { objectOf, readJson } from './read-json.ts'
import { type Relations, relationsOf } from './relations.ts'

/** What is known of a package of Node by the place where it lies. */
export interface NodePackage {
  readonly version: string | null
  readonly requested: boolean | null
  readonly relations: Relations
}

/**
 * What npm's own lock file and the `package.json` beside `node_modules` say, as a function of a package's
 * path and name (raw bytes). Asked for is what that `package.json` names, and a link, which is a part of the
 * project itself; what lies in another package came with it. Without a `package.json` nobody knows.
 */
export function nodePackages(files: DatabaseFiles): (path: string, name: string) => NodePackage {
  const locked = lockedPackages(files)
  const manifests = manifestNames(files)
  return (path, name) => {
    const place = path.slice(0, -`/node_modules/${name}`.length)
    const lock = locked.get(path)
    const isNested = place.includes('/node_modules/')
    const requested = manifests.get(place)?.has(name) ?? null
    return {
      version: lock?.version ?? null,
      requested: lock?.isLink ? true : isNested ? false : requested,
      relations: lock?.relations ?? relationsOf({}),
    }
  }
}

/**
 * The package that a place says needs another one, by that one's path and name: the package around it, and with
 * pnpm the one that `.pnpm/NAME@VERSION/node_modules` is made for. Null where there is none.
 */
export function outerPackage(path: string, name: string): string | null {
  const place = path.slice(0, -`/node_modules/${name}`.length)
  const [, store] = /\/node_modules\/\.pnpm\/(@?[^/@]+)@[^/]*$/.exec(place) ?? []
  const outer = store?.replace('+', '/') ?? /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/s.exec(place)?.[1]
  return outer === undefined || outer === name ? null : outer
}

function lockedPackages(files: DatabaseFiles): ReadonlyMap<string, LockedPackage> {
  const end = 'node_modules/.package-lock.json'
  const locks = [...files].filter(([path]) => path.endsWith(`/${end}`))
  return new Map(
    locks.flatMap(([path, content]) => {
      const place = path.slice(0, -end.length)
      return [...parsePackageLock(content)].map(([key, entry]) => [`${place}${key}`, entry] as const)
    }),
  )
}

function manifestNames(files: DatabaseFiles): ReadonlyMap<string, ReadonlySet<string>> {
  const end = '/package.json'
  const manifests = [...files].flatMap(([path, content]) => {
    const value = path.endsWith(end) ? readJson(content) : null
    if (value === null) return []
    const names = fields.flatMap((field) => Object.keys(objectOf(objectOf(value)[field])))
    return [[path.slice(0, -end.length), new Set(names.map(rawOf))] as const]
  })
  return new Map(manifests)
}

const fields = ['dependencies', 'devDependencies', 'optionalDependencies']
