import { release } from '../columns.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import { root } from '../path-tree.ts'
import { textOf } from '../raw-text.ts'
import type { Claims } from './claims.ts'
import { decidingNames } from './deciding-names.ts'
import type { LayerShare, Owner, OwnerBytes } from './owner.ts'

/**
 * Every live inode's bytes for exactly one owner: the strongest claim on any of its names; among equal ones
 * the name that sorts first. What nobody claims belongs to its directory, the top two levels of it. Throws a
 * plain error when the owners do not add up to the live bytes: that is a bug here.
 */
export function countOwners(claims: Claims): OwnerBytes[] {
  const { stacked } = claims
  const shares = new Map<number, LayerShare[]>()
  const directoryOf = directoryOwners(claims)
  const deciding = decidingNames(claims)
  for (const index of stacked.layers.keys()) {
    for (const [owner, added] of bytesByOwner(
      claims,
      index,
      deciding[index] ?? null,
      directoryOf,
    ).entries()) {
      if (added === 0) continue
      const share: LayerShare = [index, added]
      const known = shares.get(owner)
      if (known) known.push(share)
      else shares.set(owner, [share])
    }
  }
  for (const nodes of deciding) if (nodes) release(nodes)
  const owners = claims.list(shares)
  const sum = owners.reduce((total, owner) => total + owner.bytes, 0)
  const live = stacked.live.reduce((total, one) => total + one, 0)
  if (sum !== live) throw new Error(`owners add up to ${sum} bytes, ${live} are live`)
  return owners
}

// Of one layer. No file that is counted has 0 bytes. `deciding`: see `decidingNames`.
function bytesByOwner(
  claims: Claims,
  index: number,
  deciding: Int32Array | null,
  directoryOf: (node: number) => number,
): number[] {
  const { layers, owners, entries } = claims.stacked
  const { length, paths, inodes, attributes, sizes } = layers[index] as LayerTable
  const { claimed, kinds } = claims
  const bytes: number[] = []
  for (let entry = 0; entry < length; entry++) {
    const size = sizes[entry] as number
    // What belongs to an inode stands at its first entry.
    if (inodes[entry] !== entry || size === 0) continue
    const what = (attributes[entry] as number) >> 12
    if (what !== kind.file && what !== kind.symlink) continue
    let node = paths[entry] as number
    const decided = deciding === null ? 0 : (deciding[entry] as number)
    if (decided < 0) continue
    if (decided > 0) node = decided
    else if (node < 0 || owners[node] !== index || entries[node] !== entry) continue
    const claim = kinds.owners[claimed[node] as number] as number
    const owner = claim < 0 ? directoryOf(node) : claim
    while (bytes.length <= owner) bytes.push(0)
    bytes[owner] = (bytes[owner] as number) + size
  }
  return bytes
}

// Asked for each file that nobody claims; there are few directories at the top, and files of one come together.
function directoryOwners(claims: Claims): (node: number) => number {
  const { tree } = claims.stacked
  const { parents } = tree
  const known = new Map<number, number>()
  let [last, lastOwner] = [-1, -1]
  return (node) => {
    const directory = parents[node] as number
    if (directory === last) return lastOwner
    const top = topOf(directory, parents)
    const owner = known.get(top) ?? claims.add(directoryOwner(textOf(tree.path(top))))
    known.set(top, owner)
    last = directory
    lastOwner = owner
    return owner
  }
}

// The ancestor with two components at most, or the directory itself.
function topOf(directory: number, parents: Int32Array): number {
  let at = directory
  let parent = parents[at] as number
  while (parent !== root && parents[parent] !== root) {
    at = parent
    parent = parents[at] as number
  }
  return at
}

function directoryOwner(path: string): Owner {
  return { kind: 'directory', manager: null, name: path, version: null, requested: null, path }
}
