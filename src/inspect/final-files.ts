import { integers, shortIntegers } from './columns.ts'
import { ComingLayer } from './coming-layer.ts'
import type { Fate } from './fate.ts'
import { LayerBytes, type SettledBytes } from './layer-bytes.ts'
import { isMarkOrOuterLink, kind, kindOf, type LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import { type WastedRow, WastedRows } from './wasted-rows.ts'

/** A file of some layer: what a name in the file system stands for. */
export interface Placed {
  readonly layer: number
  readonly entry: number
}

/** The file system as the layers that were placed so far show it, with their bytes counted along. */
export class FinalFiles {
  /** By node of the tree: the layer that brought what is there (−1 for nothing), and its entry. */
  readonly owners: Int16Array | Int32Array
  readonly entries: Int32Array
  readonly #tree: PathTree
  readonly #layers: readonly LayerTable[]
  #bytes: LayerBytes
  #wasted: WastedRows
  readonly #coming: ComingLayer

  constructor(tree: PathTree, layers: readonly LayerTable[]) {
    this.owners = layerNumbers(tree.count, layers.length)
    this.entries = integers(tree.count)
    this.#tree = tree
    this.#layers = layers
    this.#bytes = new LayerBytes(layers)
    this.#wasted = new WastedRows()
    this.#coming = new ComingLayer(layers, tree.count)
  }

  /** The same files for other layers, of which the first `count` are these, and all that were placed. */
  copy(layers: readonly LayerTable[], count: number): FinalFiles {
    const copied = new FinalFiles(this.#tree, layers)
    copied.owners.set(this.owners)
    copied.entries.set(this.entries)
    copied.#bytes = this.#bytes.copy(layers, count)
    copied.#wasted = this.#wasted.copy()
    return copied
  }

  /**
   * From now on `layer` is what hides files. What it has at their own path decides how they were hidden, so
   * that a file below an opaque directory that comes back is overwritten, not deleted. `links`: by node, what
   * its hard links to lower layers lead to.
   */
  begin(layer: number, links: ReadonlyMap<number, Placed>): void {
    this.#coming.begin(layer, links)
  }

  /** Gives back the memory of all but `owners` and `entries`; nothing can be placed any more. */
  release(): void {
    this.#bytes.release()
    this.#coming.release()
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

  /** Puts all that the layer has itself at its nodes. Marks and links to lower layers are somebody else's matter. */
  placeOwn(): void {
    const { index } = this.#coming
    const { length, paths, inodes, attributes } = this.#layers[index] as LayerTable
    const names = this.#bytes.names(index)
    const { owners, entries } = this
    for (let entry = 0; entry < length; entry++) {
      const node = paths[entry] as number
      const inode = inodes[entry] as number
      if (node < 0 || isMarkOrOuterLink(attributes[inode] as number)) continue
      // A name is counted before what was there goes.
      names[inode] = (names[inode] as number) + 1
      if ((owners[node] as number) >= 0) this.place(node, { layer: index, entry })
      else {
        owners[node] = index
        entries[node] = entry
      }
    }
  }

  /** Puts a file that is held at a node. A directory merges with one; anything else hides what was there. */
  place(node: number, { layer, entry }: Placed): void {
    const what = kindOf(this.#layers[layer] as LayerTable, entry)
    const isDirectory = this.isDirectory(node)
    if (what === kind.impliedDirectory && isDirectory) return
    this.#hideOne(node, 'replaced')
    if (isDirectory && !isDirectoryKind(what)) this.#hideBelow(node, 'replaced')
    this.owners[node] = layer
    this.entries[node] = entry
  }

  /** Hides what is at a node and all below it, as a whiteout does. */
  hide(node: number): void {
    this.#hideOne(node, 'deleted')
    this.#hideBelow(node, 'directory')
  }

  /** Hides all below a node and leaves the node itself, as an opaque mark does. */
  hideBelow(node: number): void {
    this.#hideBelow(node, 'opaque')
  }

  /** See `LayerBytes.settle`; also checks that the rows of what is wasted add up to it. */
  settle(): SettledBytes & { readonly wastedBy: readonly WastedRow[] } {
    const settled = this.#bytes.settle(this.owners, this.entries)
    const wastedBy = this.#wasted.list()
    for (const [index, wasted] of settled.wasted.entries()) {
      const sum = wastedBy.reduce((total, row) => total + (row.layer === index ? row.bytes : 0), 0)
      if (sum !== wasted) throw new Error(`layer ${index}: ${sum} bytes have a fate, ${wasted} are wasted`)
    }
    return { ...settled, wastedBy }
  }

  #hideBelow(node: number, how: Fate): void {
    this.#tree.below(node, (below) => this.#hideOne(below, how))
  }

  #hideOne(node: number, how: Fate): void {
    const layer = this.owners[node] as number
    if (layer < 0) return
    const entry = this.entries[node] as number
    this.owners[node] = -1
    const bytes = this.#bytes.hide(layer, entry)
    if (bytes === 0) return
    const fate = this.#coming.fateOf(this.#layers[layer] as LayerTable, entry, node, how)
    this.#wasted.add(layer, this.#coming.index, fate, node, bytes)
  }
}

function isDirectoryKind(what: number): boolean {
  return what === kind.directory || what === kind.impliedDirectory
}

// No engine stacks more than 127 layers; an archive may say anything.
function layerNumbers(length: number, layerCount: number): Int16Array | Int32Array {
  return layerCount < 2 ** 15 ? shortIntegers(length).fill(-1) : integers(length).fill(-1)
}
