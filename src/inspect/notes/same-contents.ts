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
 * `files` (see `LiveFiles.large`) by content, where there are two or more with the same size and checksum, whatever the
 * layer. Those without a checksum are left out.
 */
export function sameContents(stacked: Stacked, files: Int32Array): Iterable<Copy[]> {
  const { layers, owners, entries } = stacked
  // Sorted keys tell which contents there are twice, so that only their files are kept as objects.
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
  const found = new Map<number | string, Copy[]>()
  for (let at = 0; at < count; at++) {
    const key = keys[at] as number
    if (twice.has(key)) addCopy(stacked, nodes[at] as number, key, found)
  }
  release(keys)
  release(nodes)
  return found.values()
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

function addCopy(
  { layers, owners, entries }: Stacked,
  node: number,
  key: number,
  found: Map<number | string, Copy[]>,
): void {
  const layer = owners[node] as number
  const { inodes, sizes } = layers[layer] as LayerTable
  const size = sizes[inodes[entries[node] as number] as number] as number
  const exact = size < inKey ? key : `${size} ${key}`
  const copies = found.get(exact)
  if (copies) copies.push({ node, layer, size })
  else found.set(exact, [{ node, layer, size }])
}

const inKey = 2 ** 21

// 53 bits: the checksum and what fits of the size.
function keyOf(size: number, checksum: number): number {
  return (size % inKey) * 2 ** 32 + (checksum >>> 0)
}
