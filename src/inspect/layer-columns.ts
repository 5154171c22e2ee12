import { grown, grownSizes } from './columns.ts'
import { type ChecksumKind, type Kind, kind, type LayerTable } from './layer-table.ts'

/** The growing columns of a layer that is being read. */
export class LayerColumns {
  #paths = new Int32Array(64)
  #inodes = new Int32Array(64)
  #sizes = new Float64Array(64)
  #attributes = new Int32Array(64)
  #targets = new Int32Array(64)
  #checksums = new Int32Array(64)
  #length = 0

  /** Adds an entry with an inode of its own and returns its number. */
  add(path: number, what: { kind: Kind; mode: number; size: number; target: number }): number {
    const entry = this.#next(path)
    this.#inodes[entry] = entry
    this.#sizes[entry] = what.size
    this.#attributes[entry] = (what.kind << 16) | what.mode
    this.#targets[entry] = what.target
    return entry
  }

  /** Adds one more name for the inode of an entry. */
  addLink(path: number, to: number): number {
    const entry = this.#next(path)
    this.#inodes[entry] = this.#inodes[to] as number
    return entry
  }

  /** Takes an entry's name away; its inode stays for its other links. */
  remove(entry: number): void {
    this.#paths[entry] = -1
  }

  kind(entry: number): Kind {
    return ((this.#attributes[this.#inodes[entry] as number] as number) >> 16) as Kind
  }

  target(entry: number): number {
    return this.#targets[this.#inodes[entry] as number] as number
  }

  /** Replaces kind and mode of a directory that is listed after it was implied, or listed twice. */
  setDirectory(entry: number, mode: number): void {
    this.#attributes[entry] = (kind.directory << 16) | mode
  }

  setChecksum(entry: number, checksum: number): void {
    this.#checksums[entry] = checksum
  }

  finish(declaredSize: number, checksumKind: ChecksumKind): LayerTable {
    const length = this.#length
    return {
      size: this.#sizeOnce(),
      declaredSize,
      length,
      paths: this.#paths.slice(0, length),
      inodes: this.#inodes.slice(0, length),
      sizes: this.#sizes.slice(0, length),
      attributes: this.#attributes.slice(0, length),
      targets: this.#targets.slice(0, length),
      checksums: this.#checksums.slice(0, length),
      checksumKind,
    }
  }

  #sizeOnce(): number {
    const counted = new Uint8Array(this.#length)
    let size = 0
    for (let entry = 0; entry < this.#length; entry++) {
      const inode = this.#inodes[entry] as number
      if ((this.#paths[entry] as number) < 0 || counted[inode]) continue
      counted[inode] = 1
      size += this.#sizes[inode] as number
    }
    return size
  }

  #next(path: number): number {
    const entry = this.#length++
    this.#paths = grown(this.#paths, entry + 1)
    this.#inodes = grown(this.#inodes, entry + 1)
    this.#sizes = grownSizes(this.#sizes, entry + 1)
    this.#attributes = grown(this.#attributes, entry + 1)
    this.#targets = grown(this.#targets, entry + 1)
    this.#checksums = grown(this.#checksums, entry + 1)
    this.#paths[entry] = path
    return entry
  }
}
