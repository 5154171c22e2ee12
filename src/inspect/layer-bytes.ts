import { integers, release } from './columns.ts'
import { type LayerTable, sizeOf } from './layer-table.ts'

/** Bytes by layer of a stack: what the final file system still shows, and what a later layer hid. */
export interface SettledBytes {
  readonly live: readonly number[]
  readonly wasted: readonly number[]
}

/** Counts the names of every inode while layers are stacked; an inode is wasted when its last name goes. */
export class LayerBytes {
  readonly #layers: readonly LayerTable[]
  readonly #names: readonly Int32Array[]
  readonly #wasted: number[]

  constructor(layers: readonly LayerTable[]) {
    this.#layers = layers
    this.#names = layers.map((layer) => integers(layer.length))
    this.#wasted = layers.map(() => 0)
  }

  /** An entry of a layer gets a name in the file system. */
  show(layer: number, entry: number): void {
    const names = this.#names[layer] as Int32Array
    const inode = this.#table(layer).inodes[entry] as number
    names[inode] = (names[inode] as number) + 1
  }

  /** A name of an entry is hidden. Returns the bytes that are wasted by that: 0 while the inode has other names. */
  hide(layer: number, entry: number): number {
    const names = this.#names[layer] as Int32Array
    const inode = this.#table(layer).inodes[entry] as number
    const left = (names[inode] as number) - 1
    names[inode] = left
    if (left > 0) return 0
    const size = sizeOf(this.#table(layer), entry)
    this.#wasted[layer] = (this.#wasted[layer] as number) + size
    return size
  }

  /**
   * Counts what is live in the final file system (`owners` and `entries` as in `Stacked`) and checks it
   * against what was hidden on the way. Throws a plain error where the two are not the layer's size.
   */
  settle(owners: Int16Array | Int32Array, entries: Int32Array): SettledBytes {
    const live = this.#layers.map(() => 0)
    const counted = this.#layers.map((layer) => new Uint8Array(layer.length))
    for (let node = 0; node < owners.length; node++) {
      const layer = owners[node] as number
      if (layer < 0) continue
      const entry = entries[node] as number
      const seen = counted[layer] as Uint8Array
      const inode = this.#table(layer).inodes[entry] as number
      if (seen[inode]) continue
      seen[inode] = 1
      live[layer] = (live[layer] as number) + sizeOf(this.#table(layer), entry)
    }
    for (const seen of counted) release(seen)
    for (const [index, { size }] of this.#layers.entries()) {
      const sum = (live[index] as number) + (this.#wasted[index] as number)
      if (sum !== size) throw new Error(`layer ${index}: live + wasted is ${sum}, its size ${size}`)
    }
    return { live, wasted: this.#wasted }
  }

  /** Gives the memory back; nothing can be counted any more. */
  release(): void {
    for (const names of this.#names) release(names)
  }

  #table(layer: number): LayerTable {
    return this.#layers[layer] as LayerTable
  }
}
