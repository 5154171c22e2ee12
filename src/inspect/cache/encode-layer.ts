import { kind, kindOf, type LayerTable } from '../layer-table.ts'
import type { PathTree } from '../path-tree.ts'
import { packEntry, type Sections } from './entry-file.ts'
import { layerSection as section } from './layer-section.ts'
import { LocalPaths } from './local-paths.ts'

/**
 * A layer's table as the bytes of a cache entry, by itself: paths and names of the tree that it uses are
 * written along. `diffId` as `sha256:HEX`. The format is that of `entry-file.ts` and `layer-section.ts`.
 */
export function encodeLayer(diffId: string, layer: LayerTable, tree: PathTree): Buffer {
  return encodeLayerWith(diffId, layer, tree, new Map())
}

/** The same, with sections of other numbers beside those of the table. */
export function encodeLayerWith(diffId: string, layer: LayerTable, tree: PathTree, more: Sections): Buffer {
  const local = new LocalPaths(tree)
  const paths = layer.paths.map((node) => (node < 0 ? -1 : local.node(node)))
  const extras = localExtras(layer, local)
  const { nodeCount, nameCount } = local
  const names = local.names()
  const { length, size, declaredSize, checksumKind } = layer
  const kindNumber = checksumKind === 'crc64' ? 0 : 1
  return packEntry(
    diffId,
    new Map<number, Uint8Array>([
      [section.head, raw(Float64Array.of(length, size, declaredSize, kindNumber, nodeCount, nameCount))],
      [section.names, names.bytes],
      [section.nameLengths, raw(names.lengths)],
      [section.parents, raw(differences(local.parents.subarray(0, nodeCount)))],
      [section.nodeNames, raw(differences(local.nodeNames.subarray(0, nodeCount)))],
      [section.paths, raw(differences(paths))],
      [section.inodes, raw(layer.inodes.map((inode, entry) => entry - inode))],
      [section.sizes, raw(Float64Array.from(layer.sizes))],
      [section.attributes, raw(layer.attributes)],
      [section.extras, raw(extras)],
      ...more,
    ]),
  )
}

function localExtras(layer: LayerTable, local: LocalPaths): Int32Array {
  const extras = new Int32Array(layer.length)
  for (let entry = 0; entry < layer.length; entry++) {
    if (layer.inodes[entry] !== entry) continue
    const target = layer.targets[entry] as number
    const what = kindOf(layer, entry)
    if (what === kind.file) extras[entry] = layer.checksums[entry] as number
    if (what === kind.symlink) extras[entry] = local.name(target)
    if (what === kind.outerLink) extras[entry] = local.node(target)
  }
  return extras
}

// In place, from the end.
function differences(column: Int32Array): Int32Array {
  for (let at = column.length - 1; at > 0; at--) {
    column[at] = (column[at] as number) - (column[at - 1] as number)
  }
  return column
}

function raw(column: Int32Array | Float64Array | Uint16Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
}
