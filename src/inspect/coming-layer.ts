import { integers, release } from './columns.ts'
import { type Fate, fateOf } from './fate.ts'
import type { Placed } from './final-files.ts'
import { kind, kindOf, type LayerTable } from './layer-table.ts'

/** What the layer that is stacked now has at each path, to tell how it hides what was there. */
export class ComingLayer {
  readonly #layers: readonly LayerTable[]
  /** By node: the entry, plus 1; 0 for none. */
  readonly #entries: Int32Array
  #index = 0
  #links: ReadonlyMap<number, Placed> = new Map()

  constructor(layers: readonly LayerTable[], nodeCount: number) {
    this.#layers = layers
    this.#entries = integers(nodeCount)
  }

  get index(): number {
    return this.#index
  }

  /** The next layer. `links`: by node, what its hard links to lower layers lead to. */
  begin(index: number, links: ReadonlyMap<number, Placed>): void {
    const past = this.#layers[this.#index] as LayerTable
    for (const node of past.paths) if (node >= 0) this.#entries[node] = 0
    this.#index = index
    this.#links = links
    const layer = this.#layers[index] as LayerTable
    for (let entry = 0; entry < layer.length; entry++) {
      const node = layer.paths[entry] as number
      if (node >= 0 && !isMark(kindOf(layer, entry))) this.#entries[node] = entry + 1
    }
  }

  /** Gives the memory back; nothing can be asked any more. */
  release(): void {
    release(this.#entries)
  }

  /** How an entry at a node is hidden: by what this layer has there, else the way that is given. */
  fateOf(table: LayerTable, entry: number, node: number, how: Fate): Fate {
    const coming = (this.#entries[node] as number) - 1
    if (coming < 0) return how
    const link = this.#links.size > 0 ? this.#links.get(node) : undefined
    const by = this.#layers[link?.layer ?? this.#index] as LayerTable
    return fateOf(table, entry, by, link?.entry ?? coming)
  }
}

function isMark(what: number): boolean {
  return what === kind.whiteout || what === kind.opaque
}
