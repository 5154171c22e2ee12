import { grown, grownBytes } from './columns.ts'
import { emptySlots, fullest, slotOf } from './hash-slots.ts'

/**
 * Names (raw bytes, one character each) kept once, as numbers from 0. The bytes lie in one array and the
 * index is an open-addressed hash table: about 12 bytes per name beside its own bytes.
 */
export class NameTable {
  #bytes: Buffer<ArrayBuffer>
  #starts: Int32Array<ArrayBuffer>
  #slots: Int32Array<ArrayBuffer>
  #count = 0
  /** Where a name that comes as a string is written to be compared. */
  #asked = Buffer.alloc(256)

  /** `room`: how many names there are places for at first. */
  constructor(room: number) {
    this.#bytes = Buffer.from(new ArrayBuffer(room * 16))
    this.#starts = new Int32Array(room)
    this.#slots = new Int32Array(room * 2)
  }

  get count(): number {
    return this.#count
  }

  /** The number of a name; a new one when it was not there. */
  intern(name: string): number {
    this.#ask(name)
    return this.internBytes(this.#asked, 0, name.length)
  }

  /** `intern` for the name that stands from `start` to before `end` in some bytes. */
  internBytes(bytes: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(bytes, start, end)
    const found = (this.#slots[slot] as number) - 1
    return found >= 0 ? found : this.#add(bytes, start, end, slot)
  }

  /** The number of a name, or −1 when it was never interned. */
  find(name: string): number {
    this.#ask(name)
    return (this.#slots[this.#slotOf(this.#asked, 0, name.length)] as number) - 1
  }

  /** The name of a number, as raw bytes. */
  text(id: number): string {
    return this.#bytes.toString('latin1', this.#starts[id], this.#starts[id + 1])
  }

  /** The bytes of the name of a number; they stand there until the next name comes. */
  bytes(id: number): Buffer {
    return this.#bytes.subarray(this.#starts[id], this.#starts[id + 1])
  }

  /** Whether the name of a number ends with other bytes, without a copy of it. */
  endsWith(id: number, ending: string): boolean {
    const end = this.#starts[id + 1] as number
    const from = end - ending.length
    if (from < (this.#starts[id] as number)) return false
    for (let at = ending.length - 1; at >= 0; at--) {
      if (this.#bytes[from + at] !== ending.charCodeAt(at)) return false
    }
    return true
  }

  /** A hash of a name's bytes, 32 bits (FNV-1a from `seed` on): the same in every table. */
  hash(id: number, seed: number): number {
    return hash(this.#bytes, this.#starts[id] as number, this.#starts[id + 1] as number, seed)
  }

  #ask(name: string): void {
    if (name.length > this.#asked.length) this.#asked = Buffer.alloc(name.length * 2)
    for (let at = 0; at < name.length; at++) this.#asked[at] = name.charCodeAt(at)
  }

  #add(bytes: Uint8Array, from: number, to: number, slot: number): number {
    const id = this.#count++
    const start = this.#starts[id] as number
    const end = start + to - from
    if (end > this.#bytes.length) this.#bytes = Buffer.from(grownBytes(this.#bytes, end).buffer)
    if (id + 1 === this.#starts.length) this.#starts = grown(this.#starts, id + 2)
    for (let at = from; at < to; at++) this.#bytes[start + at - from] = bytes[at] as number
    this.#starts[id + 1] = end
    this.#slots[slot] = id + 1
    if (this.#count > this.#slots.length * fullest) this.#rehash()
    return id
  }

  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    const { length } = this.#slots
    let slot = slotOf(hash(bytes, start, end, seed), length)
    while (this.#slots[slot] !== 0 && !this.#equals((this.#slots[slot] as number) - 1, bytes, start, end)) {
      slot = slot + 1 === length ? 0 : slot + 1
    }
    return slot
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.#starts[id] as number
    if ((this.#starts[id + 1] as number) - own !== end - start) return false
    for (let at = start; at < end; at++) {
      if (this.#bytes[own + at - start] !== bytes[at]) return false
    }
    return true
  }

  #rehash(): void {
    this.#slots = emptySlots(this.#slots)
    const { length } = this.#slots
    for (let id = 0; id < this.#count; id++) {
      let slot = slotOf(this.hash(id, seed), length)
      while (this.#slots[slot] !== 0) slot = slot + 1 === length ? 0 : slot + 1
      this.#slots[slot] = id + 1
    }
  }
}

const seed = 0x811c9dc5

// FNV-1a, 32 bits.
function hash(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let value = seed
  for (let at = start; at < end; at++) value = Math.imul(value ^ (bytes[at] as number), 0x01000193)
  return value ^ (value >>> 15)
}
