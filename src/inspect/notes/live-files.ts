import { integers, release } from '../columns.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'

/** Regular files of the final file system by their nodes, in ascending order: of an inode the first of its names. */
export interface LiveFiles {
  /** Those that have bytes. */
  readonly all: Int32Array
  /** Those of `worthANote` bytes and more. */
  readonly large: Int32Array
}

/** Files with fewer bytes are named nowhere by themselves. */
const worthANote = 4096

/** Looks for the live files of an image; at most 8 bytes a file, to be given back with `releaseFiles`. */
export function liveFiles({ owners, entries, layers, fileCount }: Stacked): LiveFiles {
  const seen = layers.map((layer) => new Uint8Array(layer.length))
  const all = integers(fileCount)
  const large = integers(fileCount)
  let [count, largeCount] = [0, 0]
  for (let node = 1, { length } = owners; node < length; node++) {
    const index = owners[node] as number
    if (index < 0) continue
    const { inodes, attributes, sizes } = layers[index] as LayerTable
    const inode = inodes[entries[node] as number] as number
    if ((attributes[inode] as number) >> 12 !== kind.file || sizes[inode] === 0) continue
    const known = seen[index] as Uint8Array
    if (known[inode] !== 0) continue
    known[inode] = 1
    all[count++] = node
    if ((sizes[inode] as number) >= worthANote) large[largeCount++] = node
  }
  for (const one of seen) release(one)
  return { all: all.subarray(0, count), large: large.subarray(0, largeCount) }
}

/** Gives their memory back; nobody may use them any more. */
export function releaseFiles({ all, large }: LiveFiles): void {
  release(all)
  release(large)
}
