import { integers, release } from '../columns.ts'
import type { LayerTable } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'

/** A file with the content of another. */
export interface Copy {
  readonly node: number
  readonly layer: number
  readonly size: number
}

/**
 * Calls `visit` for each content that two or more of `files` (see `LiveFiles.large`) have, told by size and checksum,
 * whatever the layer; in the order of the first file of each. Those without a checksum are left out.
 */
export function eachSameContent(stacked: Stacked, files: Int32Array, visit: (copies: Copy[]) => void): void {
  const chains = chained(stacked, files)
  const { length } = files
  for (let first = 0; first < length; first++) {
    if (chains.last[first] === 0) continue
    const copies: Copy[] = []
    for (let at = first; at >= 0; at = (chains.next[at] as number) - 1) {
      copies.push(copyAt(stacked, files[at] as number))
    }
    visit(copies)
  }
  release(chains.last)
  release(chains.next)
}

/** Places in the list of files, each plus 1; 0 for none. */
interface Chains {
  /** By the first file of a content that another one has, the last of them. */
  readonly last: Int32Array
  /** By file, the next one with the same content. */
  readonly next: Int32Array
}

function chained(stacked: Stacked, files: Int32Array): Chains {
  const { layers, owners, entries } = stacked
  const { length } = files
  const chains = { last: integers(length), next: integers(length) }
  const slots = integers(Math.ceil(length / fullest) + 1)
  for (let at = 0; at < length; at++) {
    const node = files[at] as number
    const { inodes, sizes, checksums } = layers[owners[node] as number] as LayerTable
    const inode = inodes[entries[node] as number] as number
    const checksum = checksums[inode] as number
    if (checksum === 0) continue
    const slot = search(stacked, files, slots, sizes[inode] as number, checksum)
    const first = (slots[slot] as number) - 1
    if (first < 0) slots[slot] = at + 1
    else append(chains, first, at)
  }
  release(slots)
  return chains
}

// The slot of the first file of a content, or the free one where it belongs.
function search(
  { layers, owners, entries }: Stacked,
  files: Int32Array,
  slots: Int32Array,
  size: number,
  checksum: number,
): number {
  const { length } = slots
  let slot = slotOf(checksum ^ Math.imul(size, 0x85ebca6b), length)
  for (let known = slots[slot] as number; known !== 0; known = slots[slot] as number) {
    const node = files[known - 1] as number
    const { inodes, sizes, checksums } = layers[owners[node] as number] as LayerTable
    const inode = inodes[entries[node] as number] as number
    if (sizes[inode] === size && checksums[inode] === checksum) break
    slot = slot + 1 === length ? 0 : slot + 1
  }
  return slot
}

function append({ last, next }: Chains, first: number, at: number): void {
  const before = last[first] as number
  next[before === 0 ? first : before - 1] = at + 1
  last[first] = at + 1
}

function copyAt({ layers, owners, entries }: Stacked, node: number): Copy {
  const layer = owners[node] as number
  const { inodes, sizes } = layers[layer] as LayerTable
  return { node, layer, size: sizes[inodes[entries[node] as number] as number] as number }
}

// The share of the slots that may be taken.
const fullest = 0.75

// The slot that the search for a hash (32 bits) begins at.
function slotOf(hash: number, length: number): number {
  return Math.floor(((Math.imul(hash, 0x9e3779b1) >>> 0) / 2 ** 32) * length)
}
