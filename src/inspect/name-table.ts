import { grown, grownBytes } from './columns.ts'

/**
 * Names (raw bytes, one character each) kept once, as numbers from 0. The bytes lie in one array and the
 * index is an open-addressed hash table: about 12 bytes per name beside its own bytes.
 */
export class NameTable {
  #bytes = new Uint8Array(4096)
  #starts = new Int32Array(256)
  #slots = new Int32Array(512)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** The number of a name; a new one when it was not there. */
  intern(name: string): number {
    const slot = this.#slotOf(name)
    const found = (this.#slots[slot] as number) - 1
    return found >= 0 ? found : this.#add(name, slot)
  }

  /** The number of a name, or −1 when it was never interned. */
  find(name: string): number {
    return (this.#slots[this.#slotOf(name)] as number) - 1
  }

  /** The name of a number, as raw bytes. */
  text(id: number): string {
    return this.#buffer(this.#starts[id] as number, this.#starts[id + 1] as number).toString('latin1')
  }

  /** A hash of a name's bytes, 32 bits (FNV-1a from `seed` on): the same in every table. */
  hash(id: number, seed: number): number {
    let value = seed
    const end = this.#starts[id + 1] as number
    for (let at = this.#starts[id] as number; at < end; at++) {
      value = Math.imul(value ^ (this.#bytes[at] as number), 0x01000193)
    }
    return value ^ (value >>> 15)
  }

  #add(name: string, slot: number): number {
    const id = this.#count++
    const start = this.#starts[id] as number
    this.#bytes = grownBytes(this.#bytes, start + name.length)
    this.#starts = grown(this.#starts, id + 2)
    for (let at = 0; at < name.length; at++) this.#bytes[start + at] = name.charCodeAt(at)
    this.#starts[id + 1] = start + name.length
    this.#slots[slot] = id + 1
    if (this.#count * 2 > this.#slots.length) this.#rehash()
    return id
  }

  #slotOf(name: string): number {
    const mask = this.#slots.length - 1
    let slot = hash(name) & mask
    while (this.#slots[slot] !== 0 && !this.#equals((this.#slots[slot] as number) - 1, name)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #equals(id: number, name: string): boolean {
    const start = this.#starts[id] as number
    if ((this.#starts[id + 1] as number) - start !== name.length) return false
    for (let at = 0; at < name.length; at++) {
      if (this.#bytes[start + at] !== name.charCodeAt(at)) return false
    }
    return true
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let id = 0; id < this.#count; id++) this.#slots[this.#slotOf(this.text(id))] = id + 1
  }

  #buffer(start: number, end: number): Buffer {
    return Buffer.from(this.#bytes.buffer, start, end - start)
  }
}

// FNV-1a, 32 bits.
function hash(name: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < name.length; at++) value = Math.imul(value ^ name.charCodeAt(at), 0x01000193)
  return value ^ (value >>> 15)
}
