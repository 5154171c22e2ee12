import type { Image } from '../inspect/image.ts'
import type { LayerShare } from '../inspect/owners/owner.ts'
import { attributePackages } from './attribute-packages.ts'
import type { Cause } from './image-diff.ts'
import { type OwnerPair, ownerPairs } from './owner-pairs.ts'
import type { SideShares } from './place-cause.ts'

/** An owner that differs and all that moved with it; the deltas of all groups add up to that of the live bytes. */
export interface Group extends Pick<Cause, 'owner' | 'change' | 'pulledIn' | 'recommended' | 'delta'> {
  readonly shares: SideShares
}

/**
 * The owners that differ, each package below the one that brought or took it along: what left, by what needed it
 * in the image before; what came, by what needs it in the image after. Null where the owners of a side are not known.
 */
export function groupOwners(before: Image, after: Image): Group[] | null {
  if (!before.owners || !after.owners) return null
  const pairs = ownerPairs(before, after)
  const roots = new Map([...rootsOn('before', before, pairs), ...rootsOn('after', after, pairs)])
  const members = new Map<string, Member[]>()
  for (const [key, pair] of pairs) {
    const { root, needed } = roots.get(key) ?? { root: key, needed: true }
    if (!members.has(root)) members.set(root, [])
    if (root !== key) members.get(root)?.push({ pair, needed })
  }
  return [...members].flatMap(([key, brought]) => {
    const pair = pairs.get(key)
    return pair && (pair.delta !== 0 || brought.length > 0) ? [groupOf(pair, brought)] : []
  })
}

type Pairs = ReadonlyMap<string, OwnerPair>

interface Member {
  readonly pair: OwnerPair
  readonly needed: boolean
}

interface Root {
  readonly root: string
  readonly needed: boolean
}

function rootsOn(side: 'before' | 'after', image: Image, pairs: Pairs): Map<string, Root> {
  const listed = [...pairs].filter(([, { nodes }]) => nodes[side] !== null)
  const keys = new Map(listed.map(([key, { nodes }]) => [nodes[side], key]))
  const idsWhere = (test: (pair: OwnerPair) => boolean): number[] =>
    listed.flatMap(([, pair]) => (test(pair) ? (pair.nodes[side] ?? []) : []))
  const moved = new Set(idsWhere(({ change }) => change === (side === 'before' ? 'removed' : 'added')))
  const isUpdated = ({ version }: OwnerPair['owner']): boolean => version.before !== version.after
  const updated = idsWhere(({ change, owner }) => change === 'changed' && isUpdated(owner))
  const kept = idsWhere(({ change, owner }) => change === 'changed' && !isUpdated(owner))
  const pairAt = (id: number): OwnerPair => pairs.get(keys.get(id) ?? '') as OwnerPair
  const order = (one: number, other: number): number => byBytes(pairAt(one), pairAt(other))
  const found = attributePackages({ graph: image.dependencies ?? [], moved, updated, kept }, order)
  return new Map(
    [...found].map(([id, { root, needed }]) => [keys.get(id) ?? '', { root: keys.get(root) ?? '', needed }]),
  )
}

function groupOf({ owner, change, delta, before, after }: OwnerPair, members: readonly Member[]): Group {
  const sorted = [...members].sort((one, other) => byBytes(one.pair, other.pair))
  const all = [{ before, after, delta }, ...sorted.map(({ pair }) => pair)]
  const sharesOn = (side: 'before' | 'after'): LayerShare[] =>
    all.flatMap((pair) => [...(pair[side]?.layers ?? [])])
  return {
    owner,
    change,
    pulledIn: sorted.map(({ pair }) => pair.owner.name),
    recommended: sorted.filter(({ needed }) => !needed).length,
    delta: all.reduce((sum, pair) => sum + pair.delta, 0),
    shares: { before: sharesOn('before'), after: sharesOn('after') },
  }
}

// The largest first.
function byBytes(one: OwnerPair, other: OwnerPair): number {
  return Math.abs(other.delta) - Math.abs(one.delta) || (one.owner.name < other.owner.name ? -1 : 1)
}
