import { release } from '../columns.ts'
import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'

/** A regular file of the final file system, by one of its names. */
export interface LiveFile {
  readonly node: number
  readonly layer: number
  readonly table: LayerTable
  readonly inode: number
  readonly size: number
}

/** Calls `visit` once for every inode that is a regular file of at least `least` bytes. The object is reused. */
export function eachLiveFile(stacked: Stacked, least: number, visit: (file: LiveFile) => void): void {
  const { owners, entries, layers } = stacked
  const seen = layers.map((layer) => new Uint8Array(layer.length))
  const file = { node: 0, layer: 0, table: layers[0] as LayerTable, inode: 0, size: 0 }
  for (let node = 1; node < owners.length; node++) {
    const index = owners[node] as number
    const table = layers[index]
    if (!table) continue
    const entry = entries[node] as number
    const size = sizeOf(table, entry)
    if (size < least || kindOf(table, entry) !== kind.file) continue
    const inode = table.inodes[entry] as number
    const inodes = seen[index] as Uint8Array
    if (inodes[inode]) continue
    inodes[inode] = 1
    file.node = node
    file.layer = index
    file.table = table
    file.inode = inode
    file.size = size
    visit(file)
  }
  for (const one of seen) release(one)
}
