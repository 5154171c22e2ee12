import { kind, kindOf, type LayerTable } from './layer-table.ts'

/** What the header of an entry declares: nothing for a link, symbolic or hard. */
export function diveSize(layer: LayerTable, entry: number): number {
  const isOwn = layer.inodes[entry] === entry && (layer.paths[entry] as number) >= 0
  return isOwn && kindOf(layer, entry) === kind.file ? (layer.sizes[entry] as number) : 0
}
