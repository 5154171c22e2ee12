import { integers, release } from './columns.ts'
import { type Fate, fateOf } from './fate.ts'
import type { Placed } from './final-files.ts'
import { kind, type LayerTable } from './layer-table.ts'

/** What the layer that is stacked now has at each path, to tell how it hides what was there. */
export class ComingLayer {
  readonly #layers: readonly LayerTable[]
  readonly #nodeCount: number
  /** By node: the entry, plus 1; 0 for none. Many a layer hides nothing, so that it is filled when it is asked first. */
  #entries = new Int32Array(0)
  /** The layer that it is filled with; −1 for none. */
  #filled = -1
  #index = 0
  #links: ReadonlyMap<number, Placed> = new Map()

  constructor(layers: readonly LayerTable[], nodeCount: number) {
    this.#layers = layers
    this.#nodeCount = nodeCount
  }

  get index(): number {
    return this.#index
  }

  /** The next layer. `links`: by node, what its hard links to lower layers lead to. */
  begin(index: number, links: ReadonlyMap<number, Placed>): void {
    this.#index = index
    this.#links = links
  }

  /** Gives the memory back; nothing can be asked any more. */
  release(): void {
    release(this.#entries)
  }

  /** How an entry at a node is hidden: by what this layer has there, else the way that is given. */
  fateOf(table: LayerTable, entry: number, node: number, how: Fate): Fate {
    if (this.#filled !== this.#index) this.#fill()
    const coming = (this.#entries[node] as number) - 1
    if (coming < 0) return how
    const link = this.#links.size > 0 ? this.#links.get(node) : undefined
    const by = this.#layers[link?.layer ?? this.#index] as LayerTable
    return fateOf(table, entry, by, link?.entry ?? coming)
  }

  #fill(): void {
    const entries = this.#filled < 0 ? integers(this.#nodeCount) : this.#entries
    const past = this.#layers[this.#filled]?.paths ?? none
    for (let entry = 0; entry < past.length; entry++) {
      const node = past[entry] as number
      if (node >= 0) entries[node] = 0
    }
    const { length, paths, inodes, attributes } = this.#layers[this.#index] as LayerTable
    for (let entry = 0; entry < length; entry++) {
      const node = paths[entry] as number
      if (node >= 0 && (attributes[inodes[entry] as number] as number) >> 12 < kind.whiteout) {
        entries[node] = entry + 1
      }
    }
    this.#entries = entries
    this.#filled = this.#index
  }
}

const none = new Int32Array(0)
