import type { Owner } from './owner.ts'

/** Two records of one owner as one: versions beside each other, asked for when one was. */
export function mergedOwner(known: Owner, owner: Owner): Owner {
  const versions = new Set([...(known.version?.split(', ') ?? []), ...(owner.version?.split(', ') ?? [])])
  return {
    ...known,
    version: versions.size > 0 ? [...versions].sort().join(', ') : null,
    requested: known.requested || owner.requested ? true : (known.requested ?? owner.requested),
    path: known.path === owner.path ? known.path : null,
  }
}
