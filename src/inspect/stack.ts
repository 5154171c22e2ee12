import { FinalFiles, type Placed } from './final-files.ts'
import type { SettledBytes } from './layer-bytes.ts'
import { kind, kindOf, type LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { PathTree } from './path-tree.ts'
import { specialEntries } from './special-entries.ts'
import type { WastedRow } from './wasted-rows.ts'

/** The final file system: by node of `tree` the layer that brought it (−1 for none) and its entry there. */
export interface Stacked extends SettledBytes {
  readonly tree: PathTree
  readonly layers: readonly LayerTable[]
  readonly owners: Int16Array | Int32Array
  readonly entries: Int32Array
  /** The fate of every wasted inode: the rows add up to what is wasted, layer by layer. */
  readonly wastedBy: readonly WastedRow[]
}

/**
 * Stacks the layers of an image, lowest first, as an overlay file system shows them: whiteouts and opaque
 * marks hide what lower layers have, what is no directory hides all at and below its path, a directory
 * hides what is no directory and merges with one. A path below a link of a lower layer is taken literally:
 * the layer brings a directory, which hides the link, as it does where containerd and overlay2 unpack. An
 * inode is live while one of its names is.
 *
 * Throws a `MeasureError` for a hard link to nothing, and a plain error when a layer's size is not
 * live + wasted to the byte, or the fates do not add up to what is wasted: that is a bug here.
 */
export function stack(layers: readonly LayerTable[], tree: PathTree): Stacked {
  const files = new FinalFiles(tree, layers)
  return finished(files, layers, tree, 0)
}

/** `stack` for images of one tree. What the first two have at the bottom in common is stacked once. */
export function stackImages(images: readonly (readonly LayerTable[])[], tree: PathTree): Stacked[] {
  const [first, second, ...others] = images
  if (!first || !second) return images.map((layers) => stack(layers, tree))
  const common = commonCount(first, second)
  const files = new FinalFiles(tree, first)
  placeLayers(files, first, 0, common)
  const copy = files.copy(second, common)
  return [
    finished(files, first, tree, common),
    finished(copy, second, tree, common),
    ...others.map((layers) => stack(layers, tree)),
  ]
}

function commonCount(one: readonly LayerTable[], other: readonly LayerTable[]): number {
  let count = 0
  while (count < one.length && one[count] === other[count]) count++
  return count
}

// `placed`: how many layers are in the files already.
function finished(files: FinalFiles, layers: readonly LayerTable[], tree: PathTree, placed: number): Stacked {
  placeLayers(files, layers, placed, layers.length)
  // What only placing needs goes before there is more.
  files.release()
  return { tree, layers, owners: files.owners, entries: files.entries, ...files.settle() }
}

function placeLayers(files: FinalFiles, layers: readonly LayerTable[], from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const layer = layers[index] as LayerTable
    const links = holdOuterLinks(files, layer)
    files.begin(index, links)
    hideMarked(files, layer)
    files.placeOwn()
    for (const [node, placed] of links) files.place(node, placed)
  }
}

// Before anything is hidden: the same layer may delete the name that a link leads to.
function holdOuterLinks(files: FinalFiles, layer: LayerTable): Map<number, Placed> {
  const links = new Map<number, Placed>()
  for (const entry of specialEntries(layer).marks) {
    const node = layer.paths[entry] as number
    if (node < 0 || kindOf(layer, entry) !== kind.outerLink) continue
    const target = layer.targets[layer.inodes[entry] as number] as number
    const to = files.at(target)
    if (!to || files.isDirectory(target)) {
      throw new MeasureError('layer: a hard link to a file that is not there')
    }
    files.hold(to)
    links.set(node, to)
  }
  return links
}

function hideMarked(files: FinalFiles, layer: LayerTable): void {
  for (const entry of specialEntries(layer).marks) {
    const what = kindOf(layer, entry)
    if (what === kind.whiteout) files.hide(layer.paths[entry] as number)
    if (what === kind.opaque) files.hideBelow(layer.paths[entry] as number)
  }
}
