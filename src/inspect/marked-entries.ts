import { isMarkOrOuterLink, type LayerTable } from './layer-table.ts'

/** The entries of a layer that are outer links, whiteouts or opaque marks, in their order; looked for once a layer. */
export function markedEntries(layer: LayerTable): readonly number[] {
  const found = known.get(layer) ?? search(layer)
  known.set(layer, found)
  return found
}

const known = new WeakMap<LayerTable, readonly number[]>()

function search({ length, inodes, attributes }: LayerTable): number[] {
  const found: number[] = []
  for (let entry = 0; entry < length; entry++) {
    if (isMarkOrOuterLink(attributes[inodes[entry] as number] as number)) found.push(entry)
  }
  return found
}
