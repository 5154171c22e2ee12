import { integers, release } from '../columns.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'

/**
 * The regular files of the final file system that have bytes, in the order of their nodes: of an inode the first of
 * its names. 4 bytes a file; to be given back with `release`.
 */
export function liveFiles({ owners, entries, layers, fileCount }: Stacked): Int32Array {
  const seen = layers.map((layer) => new Uint8Array(layer.length))
  const files = integers(fileCount)
  let count = 0
  for (let node = 1, { length } = owners; node < length; node++) {
    const index = owners[node] as number
    if (index < 0) continue
    const { inodes, attributes, sizes } = layers[index] as LayerTable
    const inode = inodes[entries[node] as number] as number
    if ((attributes[inode] as number) >> 12 !== kind.file || sizes[inode] === 0) continue
    const known = seen[index] as Uint8Array
    if (known[inode] !== 0) continue
    known[inode] = 1
    files[count++] = node
  }
  for (const one of seen) release(one)
  return files.subarray(0, count)
}
