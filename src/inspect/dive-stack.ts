import { diveSize } from './dive-size.ts'
import { kind, kindOf, type LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'

/**
 * A path of one layer's tree that has nothing below it, and the bytes that dive counts for it. Null for a deleted
 * path that the layers below do not have.
 */
export interface DiveLeaf {
  readonly node: number
  readonly size: number | null
}

/** The tree that dive stacks up: what it believes the layers below show. */
export class DiveStack {
  readonly #tree: PathTree
  readonly #isThere: Uint8Array
  readonly #isDirectory: Uint8Array
  readonly #sizes: Float64Array

  constructor(tree: PathTree) {
    this.#tree = tree
    this.#isThere = new Uint8Array(tree.count)
    this.#isDirectory = new Uint8Array(tree.count)
    this.#sizes = new Float64Array(tree.count)
  }

  /** The leaves of a layer in no order, up to and with the first deleted path that the layers below do not have. */
  leaves(layer: LayerTable): DiveLeaf[] {
    const parents = this.#parents(layer)
    const entries = entriesOf(layer).filter(
      (entry) => isWhiteout(layer, entry) || !parents.has(layer.paths[entry] as number),
    )
    const [end] = entries
      .filter((entry) => isWhiteout(layer, entry) && this.#isThere[layer.paths[entry] as number] === 0)
      .map((entry) => this.#names(layer, entry))
      .sort(compareNames)
    const read = end ? entries.filter((entry) => compareNames(this.#names(layer, entry), end) <= 0) : entries
    return read.map((entry) => {
      const node = layer.paths[entry] as number
      return { node, size: isWhiteout(layer, entry) ? this.#hiddenBy(node) : diveSize(layer, entry) }
    })
  }

  /** Puts a layer on top. A whiteout and a path of the same name act in the order of their names. */
  put(layer: LayerTable): void {
    const entries = entriesOf(layer)
    const whiteouts = entries
      .filter((entry) => isWhiteout(layer, entry))
      .map((entry) => layer.paths[entry] as number)
    const isLate = (node: number): boolean => {
      const name = this.#tree.names.text(this.#tree.name(node))
      return name < `.wh.${name}`
    }
    for (const node of whiteouts.filter((one) => !isLate(one))) this.#remove(node)
    for (const entry of entries.filter((one) => !isWhiteout(layer, one))) {
      const node = layer.paths[entry] as number
      this.#isThere[node] = 1
      this.#isDirectory[node] = kindOf(layer, entry) === kind.directory ? 1 : 0
      this.#sizes[node] = diveSize(layer, entry)
    }
    for (const node of whiteouts.filter(isLate)) this.#remove(node)
  }

  #parents(layer: LayerTable): ReadonlySet<number> {
    return new Set(entriesOf(layer).map((entry) => this.#tree.parent(layer.paths[entry] as number)))
  }

  // Of a deleted file nothing, of a deleted directory all below it.
  #hiddenBy(node: number): number | null {
    if (this.#isThere[node] === 0) return null
    if (this.#isDirectory[node] === 0) return 0
    let size = 0
    this.#tree.below(node, (below) => {
      if (this.#isThere[below] === 1) size += this.#sizes[below] as number
    })
    return size
  }

  #remove(node: number): void {
    this.#isThere[node] = 0
    this.#tree.below(node, (below) => {
      this.#isThere[below] = 0
    })
  }

  #names(layer: LayerTable, entry: number): string[] {
    const node = layer.paths[entry] as number
    const names = this.#tree.path(node).split('/')
    if (isWhiteout(layer, entry)) names.push(`.wh.${names.pop()}`)
    return names
  }
}

// The root is no leaf; an opaque mark is dropped; what a later entry of the same tar replaced is gone.
function entriesOf(layer: LayerTable): number[] {
  const entries: number[] = []
  for (let entry = 0; entry < layer.length; entry++) {
    if ((layer.paths[entry] as number) > 0 && kindOf(layer, entry) !== kind.opaque) entries.push(entry)
  }
  return entries
}

function isWhiteout(layer: LayerTable, entry: number): boolean {
  return kindOf(layer, entry) === kind.whiteout
}

function compareNames(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((name, index) => name !== other[index])
  const [a, b] = [one[at] ?? '', other[at] ?? '']
  return a < b ? -1 : a > b ? 1 : 0
}
