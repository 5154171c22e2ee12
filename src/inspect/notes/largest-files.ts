import type { LayerTable } from '../layer-table.ts'
import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'

/** A file of the final file system with its bytes and the layer that brought it. */
export interface LargeFile {
  readonly path: string
  readonly layer: number
  readonly size: number
}

/** Most files that are named. */
const mostFiles = 10

/** The largest of `files` (see `LiveFiles.largest`) that the layers from `ownFrom` on brought, the largest first. */
export function largestFiles(stacked: Stacked, files: Int32Array, ownFrom: number): LargeFile[] {
  const { owners, entries, layers } = stacked
  const found: { node: number; layer: number; size: number }[] = []
  let least = 0
  for (let at = 0, { length } = files; at < length; at++) {
    const node = files[at] as number
    const layer = owners[node] as number
    const { inodes, sizes } = layers[layer] as LayerTable
    const size = sizes[inodes[entries[node] as number] as number] as number
    if (size < least || layer < ownFrom) continue
    const place = found.findIndex((one) => one.size < size)
    found.splice(place < 0 ? found.length : place, 0, { node, layer, size })
    if (found.length > mostFiles) found.pop()
    // Of equally large ones the first stays.
    if (found.length === mostFiles) least = (found[mostFiles - 1]?.size ?? 0) + 1
  }
  return found.map(({ node, layer, size }) => ({ path: textOf(stacked.tree.path(node)), layer, size }))
}
