import { kind, type LayerTable } from '../layer-table.ts'
import { type PathTree, root } from '../path-tree.ts'
import { narrowed } from '../sizes.ts'
import { BadEntry } from './bad-entry.ts'
import { checkLayer } from './check-layer.ts'
import { type Sections, unpackEntry } from './entry-file.ts'
import type { LocalLayer } from './layer-section.ts'
import { readSections } from './read-sections.ts'

/**
 * The table that `encodeLayer` wrote, with its paths and names in this tree. Null for bytes that are damaged,
 * of another layer or format, or hold anything that no layer can: nothing in them is trusted, and the tree
 * stays as it was.
 */
export function decodeLayer(diffId: string, bytes: Buffer, tree: PathTree): LayerTable | null {
  return decodeLayerWith(diffId, bytes, tree, () => null)?.table ?? null
}

/** The same, with what `read` makes of other sections; a `BadEntry` that it throws makes all of it null. */
export function decodeLayerWith<T>(
  diffId: string,
  bytes: Buffer,
  tree: PathTree,
  read: (sections: Sections, layer: LocalLayer) => T,
): { readonly table: LayerTable; readonly more: T } | null {
  try {
    const sections = unpackEntry(diffId, bytes)
    const local = readSections(sections)
    checkLayer(local)
    const more = read(sections, local)
    return { table: placed(local, tree), more }
  } catch (error) {
    if (error instanceof BadEntry || isZlibError(error)) return null
    throw error
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_BUFFER_TOO_LARGE)/.test(String(error.code))
}

// Works on the columns in place: they are nobody else's.
function placed(local: LocalLayer, tree: PathTree): LayerTable {
  const names = treeNames(local, tree)
  const nodes = treeNodes(local, names, tree)
  const { length, size, declaredSize, paths, inodes, attributes, extras } = local
  for (let entry = 0; entry < length; entry++) {
    const path = paths[entry] as number
    if (path >= 0) paths[entry] = nodes[path] as number
    if (inodes[entry] !== entry) continue
    const what = (attributes[entry] as number) >> 12
    if (what === kind.symlink) extras[entry] = names[extras[entry] as number] as number
    else if (what === kind.outerLink) extras[entry] = nodes[extras[entry] as number] as number
  }
  const checksumKind = local.checksumKind === 0 ? 'crc64' : 'crc32'
  const sizes = narrowed(local.sizes)
  const columns = { paths, inodes, sizes, attributes, targets: extras, checksums: extras }
  return { length, size, declaredSize, checksumKind, ...columns }
}

function treeNames({ names, nameLengths, nameCount }: LocalLayer, tree: PathTree): Int32Array {
  const ids = new Int32Array(nameCount)
  for (let name = 0, start = 0; name < nameCount; name++) {
    const end = start + (nameLengths[name] as number)
    ids[name] = tree.names.internBytes(names, start, end)
    start = end
  }
  return ids
}

function treeNodes(
  { parents, nodeNames, nodeCount }: LocalLayer,
  names: Int32Array,
  tree: PathTree,
): Int32Array {
  const nodes = new Int32Array(nodeCount + 1)
  nodes[0] = root
  for (let node = 0; node < nodeCount; node++) {
    const parent = nodes[parents[node] as number] as number
    nodes[node + 1] = tree.childNamed(parent, names[nodeNames[node] as number] as number)
  }
  return nodes
}
