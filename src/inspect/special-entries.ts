import { isMarkOrOuterLink, type LayerTable } from './layer-table.ts'

/** The entries of a layer that are no file or directory of their own, in their order. */
export interface SpecialEntries {
  /** Outer links, whiteouts and opaque marks. */
  readonly marks: readonly number[]
  /** Further names of an inode of the layer, whatever it is. */
  readonly links: readonly number[]
}

/** Looks for them once a layer, however many images have it. */
export function specialEntries(layer: LayerTable): SpecialEntries {
  const found = known.get(layer) ?? search(layer)
  known.set(layer, found)
  return found
}

const known = new WeakMap<LayerTable, SpecialEntries>()

function search({ length, inodes, attributes }: LayerTable): SpecialEntries {
  const marks: number[] = []
  const links: number[] = []
  for (let entry = 0; entry < length; entry++) {
    const inode = inodes[entry] as number
    if (isMarkOrOuterLink(attributes[inode] as number)) marks.push(entry)
    if (inode !== entry) links.push(entry)
  }
  return { marks, links }
}
