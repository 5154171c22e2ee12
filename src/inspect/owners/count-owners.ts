import { integers, release } from '../columns.ts'
import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import { textOf } from '../raw-text.ts'
import type { Claims } from './claims.ts'
import type { LayerShare, OwnerBytes } from './owner.ts'
import { topsOf } from './tree-shape.ts'

/**
 * Every live inode's bytes for exactly one owner: the strongest claim on any of its names; among equal ones
 * the name that sorts first. What nobody claims belongs to its directory, the top two levels of it. Throws a
 * plain error when the owners do not add up to the live bytes: that is a bug here.
 */
export function countOwners(claims: Claims): OwnerBytes[] {
  const { stacked } = claims
  const shares = new Map<number, LayerShare[]>()
  const tops = topsOf(stacked)
  const directoryOf = directoryOwners(claims, tops)
  for (const [index, nodes] of nodeOfInode(claims).entries()) {
    const layer = stacked.layers[index] as LayerTable
    // By owner; no file that is counted has 0 bytes.
    const bytes: number[] = []
    for (let inode = 0; inode < nodes.length; inode++) {
      const node = nodes[inode] as number
      if (node < 0) continue
      const claimed = claims.owner(node)
      const owner = claimed < 0 ? directoryOf(node) : claimed
      while (bytes.length <= owner) bytes.push(0)
      bytes[owner] = (bytes[owner] as number) + (layer.sizes[inode] as number)
    }
    release(nodes)
    for (const [owner, added] of bytes.entries()) {
      if (added === 0) continue
      const share: LayerShare = [index, added]
      const known = shares.get(owner)
      if (known) known.push(share)
      else shares.set(owner, [share])
    }
  }
  release(tops)
  const owners = claims.list(shares)
  const sum = owners.reduce((total, owner) => total + owner.bytes, 0)
  const live = stacked.live.reduce((total, one) => total + one, 0)
  if (sum !== live) throw new Error(`owners add up to ${sum} bytes, ${live} are live`)
  return owners
}

// By layer and inode, the name that decides; −1 where there is none.
function nodeOfInode(claims: Claims): Int32Array[] {
  const { owners, entries, layers } = claims.stacked
  const nodes = layers.map((layer) => integers(layer.length).fill(-1))
  for (let node = 1; node < owners.length; node++) {
    const index = owners[node] as number
    const layer = layers[index]
    const entry = entries[node] as number
    if (!layer || !hasBytes(layer, entry)) continue
    const inode = layer.inodes[entry] as number
    const found = nodes[index] as Int32Array
    found[inode] = better(claims, found[inode] as number, node)
  }
  return nodes
}

function hasBytes(layer: LayerTable, entry: number): boolean {
  const what = kindOf(layer, entry)
  return (what === kind.file || what === kind.symlink) && sizeOf(layer, entry) > 0
}

function better(claims: Claims, known: number, node: number): number {
  if (known < 0) return node
  const difference = claims.strength(node) - claims.strength(known)
  if (difference !== 0) return difference > 0 ? node : known
  const { tree } = claims.stacked
  return tree.path(node) < tree.path(known) ? node : known
}

// Asked for each file that nobody claims; there are few directories at the top.
function directoryOwners(claims: Claims, tops: Int32Array): (node: number) => number {
  const { tree } = claims.stacked
  const known = new Map<number, number>()
  return (node) => {
    const top = tops[tree.parent(node)] as number
    const found = known.get(top)
    if (found !== undefined) return found
    const path = textOf(tree.path(top))
    const owner = {
      kind: 'directory',
      manager: null,
      name: path,
      version: null,
      requested: null,
      path,
    } as const
    const added = claims.add(owner)
    known.set(top, added)
    return added
  }
}
