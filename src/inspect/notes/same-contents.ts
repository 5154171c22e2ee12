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
  eachLiveFile(stacked, leastBytes, (file) => {
    if (checksumOf(file) !== 0) keys.push(keyOf(file))
  })
  const sorted = Float64Array.from(keys).sort()
  const twice = new Set(sorted.filter((key, at) => key === sorted[at - 1]))
  const found = new Map<string, Copy[]>()
  eachLiveFile(stacked, leastBytes, (file) => {
    if (checksumOf(file) === 0 || !twice.has(keyOf(file))) return
    const key = `${file.size} ${checksumOf(file)}`
    const copies = found.get(key) ?? []
    if (copies.length === 0) found.set(key, copies)
    copies.push({ node: file.node, layer: file.layer, size: file.size })
  })
  return found.values()
}

function checksumOf({ table, inode }: LiveFile): number {
  return table.checksums[inode] as number
}

// 53 bits: the checksum and what fits of the size.
function keyOf(file: LiveFile): number {
  return (file.size % 2 ** 21) * 2 ** 32 + (checksumOf(file) >>> 0)
}
