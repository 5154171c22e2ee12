import { release } from '../columns.ts'
import { type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { eachLiveFile, type LiveFile } from './live-files.ts'

/** A file with the content of another. */
export interface Copy {
  readonly node: number
  readonly layer: number
  readonly size: number
}

/** Smaller files are not worth a word. */
const leastBytes = 4096

/**
 * Live regular files by content, where there are two or more with the same size and checksum, whatever the layer. Small
 * files and those without a checksum are left out.
 */
export function sameContents(stacked: Stacked): Iterable<Copy[]> {
  // Sorted keys tell which contents there are twice, so that only their files are kept as objects.
  const keys: number[] = []
  const nodes: number[] = []
  eachLiveFile(stacked, leastBytes, (file) => {
    if (checksumOf(file) === 0) return
    keys.push(keyOf(file))
    nodes.push(file.node)
  })
  const twice = comingTwice(keys)
  const found = new Map<string, Copy[]>()
  for (let at = 0; at < keys.length; at++) {
    if (twice.has(keys[at] as number)) addCopy(stacked, nodes[at] as number, found)
  }
  return found.values()
}

function comingTwice(keys: readonly number[]): ReadonlySet<number> {
  const sorted = Float64Array.from(keys).sort()
  const twice = new Set<number>()
  for (let at = 1; at < sorted.length; at++) {
    if (sorted[at] === sorted[at - 1]) twice.add(sorted[at] as number)
  }
  release(sorted)
  return twice
}

function addCopy({ layers, owners, entries }: Stacked, node: number, found: Map<string, Copy[]>): void {
  const layer = owners[node] as number
  const table = layers[layer] as LayerTable
  const entry = entries[node] as number
  const size = sizeOf(table, entry)
  const key = `${size} ${table.checksums[table.inodes[entry] as number]}`
  const copies = found.get(key) ?? []
  if (copies.length === 0) found.set(key, copies)
  copies.push({ node, layer, size })
}

function checksumOf({ table, inode }: LiveFile): number {
  return table.checksums[inode] as number
}

// 53 bits: the checksum and what fits of the size.
function keyOf(file: LiveFile): number {
  return (file.size % 2 ** 21) * 2 ** 32 + (checksumOf(file) >>> 0)
}
