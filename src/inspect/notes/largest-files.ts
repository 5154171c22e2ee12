import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'
import { eachLiveFile } from './live-files.ts'

/** A file of the final file system with its bytes and the layer that brought it. */
export interface LargeFile {
  readonly path: string
  readonly layer: number
  readonly size: number
}

/** Most files that are named, and the least bytes of one. */
const mostFiles = 10
const leastBytes = 1_000_000

/** The largest files that the layers from `ownFrom` on brought, the largest first. */
export function largestFiles(stacked: Stacked, ownFrom: number): LargeFile[] {
  const found: { node: number; layer: number; size: number }[] = []
  eachLiveFile(stacked, leastBytes, ({ node, layer, size }) => {
    if (layer < ownFrom || size <= (found[mostFiles - 1]?.size ?? 0)) return
    const at = found.findIndex((one) => one.size < size)
    found.splice(at < 0 ? found.length : at, 0, { node, layer, size })
    if (found.length > mostFiles) found.pop()
  })
  return found.map(({ node, layer, size }) => ({ path: textOf(stacked.tree.path(node)), layer, size }))
}
