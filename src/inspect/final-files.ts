import { LayerBytes, type SettledBytes } from './layer-bytes.ts'
import { kind, kindOf, type LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'

/** A file of some layer: what a name in the file system stands for. */
export interface Placed {
  readonly layer: number
  readonly entry: number
}

/** The file system as the layers that were placed so far show it, with their bytes counted along. */
export class FinalFiles {
  /** By node of the tree: the layer that brought what is there (−1 for nothing), and its entry. */
  readonly owners: Int32Array
  readonly entries: Int32Array
  readonly #tree: PathTree
  readonly #layers: readonly LayerTable[]
  readonly #bytes: LayerBytes

  constructor(tree: PathTree, layers: readonly LayerTable[]) {
    this.owners = new Int32Array(tree.count).fill(-1)
    this.entries = new Int32Array(tree.count)
    this.#tree = tree
    this.#layers = layers
    this.#bytes = new LayerBytes(layers)
  }

  at(node: number): Placed | null {
    const layer = this.owners[node] ?? -1
    return layer < 0 ? null : { layer, entry: this.entries[node] as number }
  }

  isDirectory(node: number): boolean {
    const layer = this.#layers[this.owners[node] ?? -1]
    return layer !== undefined && isDirectoryKind(kindOf(layer, this.entries[node] as number))
  }

  /** Counts a name of a file before it is placed, so that it stays when its other names are hidden. */
  hold({ layer, entry }: Placed): void {
    this.#bytes.show(layer, entry)
  }

  /** Puts a file that is held at a node. A directory merges with one; anything else hides what was there. */
  place(node: number, { layer, entry }: Placed): void {
    const what = kindOf(this.#layers[layer] as LayerTable, entry)
    const isDirectory = this.isDirectory(node)
    if (what === kind.impliedDirectory && isDirectory) return
    this.#hideOne(node)
    if (isDirectory && !isDirectoryKind(what)) this.hideBelow(node)
    this.owners[node] = layer
    this.entries[node] = entry
  }

  /** Hides what is at a node and all below it. */
  hide(node: number): void {
    this.#hideOne(node)
    this.hideBelow(node)
  }

  /** Hides all below a node and leaves the node itself. */
  hideBelow(node: number): void {
    this.#tree.below(node, (below) => this.#hideOne(below))
  }

  /** See `LayerBytes.settle`. */
  settle(): SettledBytes {
    return this.#bytes.settle(this.owners, this.entries)
  }

  #hideOne(node: number): void {
    const layer = this.owners[node] as number
    if (layer < 0) return
    this.#bytes.hide(layer, this.entries[node] as number)
    this.owners[node] = -1
  }
}

function isDirectoryKind(what: number): boolean {
  return what === kind.directory || what === kind.impliedDirectory
}
