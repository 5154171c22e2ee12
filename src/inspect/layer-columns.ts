import { exact, exactShorts, grown, grownShorts, release } from './columns.ts'
import { attributesOf, type ChecksumKind, type Kind, kind, type LayerTable } from './layer-table.ts'
import { SizeColumn, type Sizes } from './sizes.ts'

/** The growing columns of a layer that is being read. */
export class LayerColumns {
  #paths = new Int32Array(64)
  #inodes = new Int32Array(64)
  readonly #sizes = new SizeColumn()
  #attributes = new Uint16Array(64)
  #extras = new Int32Array(64)
  #length = 0
  /** As many entries as the shortest column has places for. */
  #room = 64

  /** Adds an entry with an inode of its own and returns its number. */
  add(path: number, what: { kind: Kind; mode: number; size: number; target: number }): number {
    return this.addInode(path, attributesOf(what.kind, what.mode), what.size, what.target)
  }

  /** `add` by the attributes as a table has them. */
  addInode(path: number, attributes: number, size: number, target: number): number {
    const entry = this.#next(path)
    this.#inodes[entry] = entry
    this.#sizes.set(entry, size)
    this.#attributes[entry] = attributes
    this.#extras[entry] = target
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
    return ((this.#attributes[this.#inodes[entry] as number] as number) >> 12) as Kind
  }

  target(entry: number): number {
    return this.#extras[this.#inodes[entry] as number] as number
  }

  /** Replaces kind and mode of a directory that is listed after it was implied, or listed twice. */
  setDirectory(entry: number, mode: number): void {
    this.#attributes[entry] = attributesOf(kind.directory, mode)
  }

  setChecksum(entry: number, checksum: number): void {
    this.#extras[entry] = checksum
  }

  /** The table. The columns are then empty. */
  finish(declaredSize: number, checksumKind: ChecksumKind): LayerTable {
    const length = this.#length
    const sizes = this.#sizes.finish(length)
    const size = this.#sizeOnce(sizes)
    const paths = exact(this.#paths, length)
    const inodes = exact(this.#inodes, length)
    const attributes = exactShorts(this.#attributes, length)
    const extras = exact(this.#extras, length)
    const columns = { paths, inodes, sizes, attributes, targets: extras, checksums: extras }
    return { size, declaredSize, length, ...columns, checksumKind }
  }

  #sizeOnce(sizes: Sizes): number {
    const counted = new Uint8Array(this.#length)
    let size = 0
    for (let entry = 0; entry < this.#length; entry++) {
      const inode = this.#inodes[entry] as number
      if ((this.#paths[entry] as number) < 0 || counted[inode]) continue
      counted[inode] = 1
      size += sizes[inode] as number
    }
    release(counted)
    return size
  }

  #next(path: number): number {
    const entry = this.#length++
    if (entry === this.#room) this.#grow(entry + 1)
    this.#paths[entry] = path
    return entry
  }

  #grow(length: number): void {
    this.#paths = grown(this.#paths, length)
    this.#inodes = grown(this.#inodes, length)
    this.#attributes = grownShorts(this.#attributes, length)
    this.#extras = grown(this.#extras, length)
    const { length: room } = this.#paths
    this.#room = Math.min(room, this.#inodes.length, this.#attributes.length, this.#extras.length)
  }
}
