import { integers, release } from './columns.ts'
import { kind, type LayerTable, sizeOf } from './layer-table.ts'
import { filledFiles, type LiveFiles, roomForFiles, worthAName, worthANote } from './live-files.ts'

/** What the final file system of a stack shows, and what later layers hid. */
export interface SettledBytes {
  /** Bytes by layer. */
  readonly live: readonly number[]
  readonly wasted: readonly number[]
  /** How many paths there are, and how many of them are no directories; hard links count each. */
  readonly pathCount: number
  readonly fileCount: number
  /** At most 12 bytes a file; to be given back with `releaseFiles` when all notes are made. */
  readonly files: LiveFiles
}

interface Counting {
  /** Bytes by layer. */
  readonly live: Float64Array
  /** By layer and inode, 1 for one that was seen. */
  readonly counted: readonly Uint8Array[]
  readonly room: LiveFiles
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

  /** The same for other layers, of which the first `count` are these. */
  copy(layers: readonly LayerTable[], count: number): LayerBytes {
    const copied = new LayerBytes(layers)
    for (let layer = 0; layer < count; layer++) {
      copied.names(layer).set(this.names(layer))
      copied.#wasted[layer] = this.#wasted[layer] as number
    }
    return copied
  }

  /** By inode of a layer, how many names it has in the file system; whoever gives it one counts it here. */
  names(layer: number): Int32Array {
    return this.#names[layer] as Int32Array
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
    const layers = this.#layers
    const live = new Float64Array(layers.length)
    const counted = layers.map((layer) => new Uint8Array(layer.length))
    const room = roomForFiles(owners.length)
    const { pathCount, fileCount, ...filled } = this.#count(owners, entries, { live, counted, room })
    for (const seen of counted) release(seen)
    for (const [index, { size }] of layers.entries()) {
      const sum = (live[index] as number) + (this.#wasted[index] as number)
      if (sum !== size) throw new Error(`layer ${index}: live + wasted is ${sum}, its size ${size}`)
    }
    const files = filledFiles(room, filled)
    return { live: [...live], wasted: this.#wasted, pathCount, fileCount, files }
  }

  // The one pass over all nodes. It hardly branches, so that what the engine compiles of it soon holds for all of them.
  #count(
    owners: Int16Array | Int32Array,
    entries: Int32Array,
    { live, counted, room }: Counting,
  ): Record<'pathCount' | 'fileCount' | 'count' | 'largeCount' | 'largestCount', number> {
    const layers = this.#layers
    const { all, large, largest } = room
    let [pathCount, fileCount, count, largeCount, largestCount] = [0, 0, 0, 0, 0]
    for (let node = 0, { length } = owners; node < length; node++) {
      const index = owners[node] as number
      if (index < 0) continue
      const layer = layers[index] as LayerTable
      const inode = layer.inodes[entries[node] as number] as number
      const what = (layer.attributes[inode] as number) >> 12
      const seen = counted[index] as Uint8Array
      const size = (layer.sizes[inode] as number) * (1 - (seen[inode] as number))
      seen[inode] = 1
      live[index] = (live[index] as number) + size
      pathCount++
      fileCount += what > kind.impliedDirectory ? 1 : 0
      const isFile = what === kind.file && size > 0 ? 1 : 0
      all[count] = node
      count += isFile
      large[largeCount] = node
      largeCount += size >= worthANote ? isFile : 0
      largest[largestCount] = node
      largestCount += size >= worthAName ? isFile : 0
    }
    return { pathCount, fileCount, count, largeCount, largestCount }
  }

  /** Gives the memory back; nothing can be counted any more. */
  release(): void {
    for (const names of this.#names) release(names)
  }

  #table(layer: number): LayerTable {
    return this.#layers[layer] as LayerTable
  }
}
