import { doubles, integers, release } from '../columns.ts'
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
 * whatever the layer. Those without a checksum are left out.
 */
export function eachSameContent(stacked: Stacked, files: Int32Array, visit: (copies: Copy[]) => void): void {
  const { layers, owners, entries } = stacked
  // Sorted keys tell which contents there are twice, so that only they are put together.
  const keys = doubles(files.length)
  const nodes = integers(files.length)
  let count = 0
  for (let at = 0, { length } = files; at < length; at++) {
    const node = files[at] as number
    const { inodes, sizes, checksums } = layers[owners[node] as number] as LayerTable
    const inode = inodes[entries[node] as number] as number
    const size = sizes[inode] as number
    const checksum = checksums[inode] as number
    if (checksum === 0) continue
    keys[count] = keyOf(size, checksum)
    nodes[count++] = node
  }
  const twice = comingTwice(keys.slice(0, count))
  const found = new Map<number | string, { readonly first: number; last: number }>()
  // Of each file one more than the place of the next with its content; 0 for none.
  const following = integers(count)
  for (let at = 0; at < count; at++) {
    const key = keys[at] as number
    if (!twice.has(key)) continue
    const exact = exactKey(sizeOfNode(stacked, nodes[at] as number), key)
    const known = found.get(exact)
    if (known) {
      following[known.last] = at + 1
      known.last = at
    } else found.set(exact, { first: at, last: at })
  }
  for (const { first } of found.values()) {
    const copies: Copy[] = []
    for (let at = first; at >= 0; at = (following[at] as number) - 1) {
      const node = nodes[at] as number
      copies.push({ node, layer: owners[node] as number, size: sizeOfNode(stacked, node) })
    }
    visit(copies)
  }
  release(keys)
  release(nodes)
  release(following)
}

function comingTwice(keys: Float64Array): ReadonlySet<number> {
  keys.sort()
  const twice = new Set<number>()
  for (let at = 1, { length } = keys; at < length; at++) {
    const key = keys[at] as number
    if (key === keys[at - 1]) twice.add(key)
  }
  release(keys)
  return twice
}

function sizeOfNode({ layers, owners, entries }: Stacked, node: number): number {
  const { inodes, sizes } = layers[owners[node] as number] as LayerTable
  return sizes[inodes[entries[node] as number] as number] as number
}

function exactKey(size: number, key: number): number | string {
  return size < inKey ? key : `${size} ${key}`
}

const inKey = 2 ** 21

// 53 bits: the checksum and what fits of the size.
function keyOf(size: number, checksum: number): number {
  return (size % inKey) * 2 ** 32 + (checksum >>> 0)
}
