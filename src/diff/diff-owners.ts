import type { Image } from '../inspect/image.ts'
import type { OwnerBytes } from '../inspect/owners/owner.ts'
import { ownerKey } from '../inspect/owners/owner-key.ts'
import type { ImageDiff, OwnerDelta } from './image-diff.ts'

/**
 * The owners of both images, joined by kind, manager and name, the largest difference first; those that are
 * the same on both sides share the last row. The deltas add up to the difference of the live bytes, or this
 * throws: that is a bug. Without the owners of a side there are none, and `ownersProblem` says why.
 */
export function diffOwners(before: Image, after: Image): Pick<ImageDiff, 'owners' | 'ownersProblem'> {
  if (!before.owners || !after.owners) {
    const problem = before.owners ? after.ownersProblem : before.ownersProblem
    return { owners: null, ownersProblem: problem }
  }
  const rows = joined(before.owners, after.owners)
  const owners = [
    ...rows.filter(isChanged).sort(byDelta),
    ...unchangedRow(rows.filter((row) => !isChanged(row))),
  ]
  const sum = owners.reduce((total, { delta }) => total + delta, 0)
  if (sum !== after.live - before.live) {
    throw new Error(
      `the owners' differences add up to ${sum} bytes, the live bytes to ${after.live - before.live}`,
    )
  }
  return { owners, ownersProblem: null }
}

function joined(before: readonly OwnerBytes[], after: readonly OwnerBytes[]): OwnerDelta[] {
  const olds = byIdentity(before)
  const nows = byIdentity(after)
  return [...new Set([...olds.keys(), ...nows.keys()])].flatMap((key) => {
    const [old, now] = [olds.get(key), nows.get(key)]
    const owner = now ?? old
    return owner ? rowOf(owner, old, now) : []
  })
}

function byIdentity(owners: readonly OwnerBytes[]): Map<string, OwnerBytes> {
  return new Map(owners.map((owner) => [ownerKey(owner.kind, owner.manager, owner.name), owner]))
}

function rowOf(owner: OwnerBytes, old: OwnerBytes | undefined, now: OwnerBytes | undefined): OwnerDelta {
  const [before, after] = [old?.bytes ?? 0, now?.bytes ?? 0]
  return {
    kind: owner.kind,
    manager: owner.manager,
    name: owner.name,
    version: { before: old?.version ?? null, after: now?.version ?? null },
    requested: now?.requested ?? old?.requested ?? null,
    path: owner.path,
    before,
    after,
    delta: after - before,
  }
}

function isChanged({ delta, version }: OwnerDelta): boolean {
  return delta !== 0 || version.before !== version.after
}

function byDelta(one: OwnerDelta, other: OwnerDelta): number {
  return Math.abs(other.delta) - Math.abs(one.delta) || (one.name < other.name ? -1 : 1)
}

function unchangedRow(rows: readonly OwnerDelta[]): OwnerDelta[] {
  if (rows.length === 0) return []
  const bytes = rows.reduce((total, { after }) => total + after, 0)
  const row = {
    kind: 'unchanged',
    manager: null,
    name: String(rows.length),
    version: { before: null, after: null },
    requested: null,
    path: null,
  } as const
  return [{ ...row, before: bytes, after: bytes, delta: 0 }]
}
