import { LayerBytes, type SettledBytes } from './layer-bytes.ts'
import { kind, kindOf, type LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { PathTree } from './path-tree.ts'

/** The final file system: by node of `tree` the layer that brought it (−1 for none) and its entry there. */
export interface Stacked extends SettledBytes {
  readonly tree: PathTree
  readonly layers: readonly LayerTable[]
  readonly owners: Int32Array
  readonly entries: Int32Array
}

/**
 * Stacks the layers of an image, lowest first, as an overlay file system shows them: whiteouts and opaque
 * marks hide what lower layers have, what is no directory hides all at and below its path, a directory
 * hides what is no directory and merges with one. A path below a link of a lower layer is taken literally:
 * the layer brings a directory, which hides the link, as it does where containerd and overlay2 unpack. An
 * inode is live while one of its names is.
 *
 * Throws a `MeasureError` for a hard link to nothing, and a plain error when a layer's size is not
 * live + wasted to the byte: that is a bug here.
 */
export function stack(layers: readonly LayerTable[], tree: PathTree): Stacked {
  const owners = new Int32Array(tree.count).fill(-1)
  const stacking = {
    tree,
    layers,
    owners,
    entries: new Int32Array(tree.count),
    bytes: new LayerBytes(layers),
  }
  for (const [index, layer] of layers.entries()) {
    const links = holdOuterLinks(stacking, layer)
    hideMarked(stacking, layer)
    placeAll(stacking, layer, index)
    for (const link of links) place(stacking, link.node, link.layer, link.entry)
  }
  const settled = stacking.bytes.settle(owners, stacking.entries)
  return { tree, layers, owners, entries: stacking.entries, ...settled }
}

interface Stacking {
  readonly tree: PathTree
  readonly layers: readonly LayerTable[]
  readonly owners: Int32Array
  readonly entries: Int32Array
  readonly bytes: LayerBytes
}

interface OuterLink {
  readonly node: number
  readonly layer: number
  readonly entry: number
}

// Resolved first and counted as names at once, so that the same layer may delete the name they link to.
function holdOuterLinks(stacking: Stacking, layer: LayerTable): OuterLink[] {
  const links: OuterLink[] = []
  for (let entry = 0; entry < layer.length; entry++) {
    const node = layer.paths[entry] as number
    if (node < 0 || kindOf(layer, entry) !== kind.outerLink) continue
    const target = layer.targets[layer.inodes[entry] as number] as number
    const link = { node, layer: stacking.owners[target] ?? -1, entry: stacking.entries[target] ?? 0 }
    if (link.layer < 0 || isDirectory(stacking, target)) {
      throw new MeasureError(`layer: a hard link to a file that is not there`)
    }
    stacking.bytes.show(link.layer, link.entry)
    links.push(link)
  }
  return links
}

function hideMarked(stacking: Stacking, layer: LayerTable): void {
  for (let entry = 0; entry < layer.length; entry++) {
    const what = kindOf(layer, entry)
    const node = layer.paths[entry] as number
    if (what === kind.whiteout) hideAll(stacking, node)
    if (what === kind.opaque) stacking.tree.below(node, (below) => hide(stacking, below))
  }
}

function placeAll(stacking: Stacking, layer: LayerTable, index: number): void {
  for (let entry = 0; entry < layer.length; entry++) {
    const node = layer.paths[entry] as number
    if (node < 0 || kindOf(layer, entry) >= kind.outerLink) continue
    stacking.bytes.show(index, entry)
    place(stacking, node, index, entry)
  }
}

function place(stacking: Stacking, node: number, layer: number, entry: number): void {
  const what = kindOf(stacking.layers[layer] as LayerTable, entry)
  const merges = what === kind.directory || what === kind.impliedDirectory
  if (merges && isDirectory(stacking, node)) {
    if (what === kind.impliedDirectory) return
    hide(stacking, node)
  } else if (isDirectory(stacking, node)) hideAll(stacking, node)
  else hide(stacking, node)
  stacking.owners[node] = layer
  stacking.entries[node] = entry
}

function isDirectory(stacking: Stacking, node: number): boolean {
  const layer = stacking.owners[node] ?? -1
  if (layer < 0) return false
  const what = kindOf(stacking.layers[layer] as LayerTable, stacking.entries[node] as number)
  return what === kind.directory || what === kind.impliedDirectory
}

function hideAll(stacking: Stacking, node: number): void {
  hide(stacking, node)
  stacking.tree.below(node, (below) => hide(stacking, below))
}

function hide(stacking: Stacking, node: number): void {
  const layer = stacking.owners[node] as number
  if (layer < 0) return
  stacking.bytes.hide(layer, stacking.entries[node] as number)
  stacking.owners[node] = -1
}
