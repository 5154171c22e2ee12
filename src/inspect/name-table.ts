import { ask, askText } from './ask.ts'
import type { PathMemory } from './path-memory.ts'

/** Names (raw bytes, one character each) kept once, as numbers from 0: about 12 bytes per name beside its own bytes. */
export class NameTable {
  readonly #memory: PathMemory

  constructor(memory: PathMemory) {
    this.#memory = memory
  }

  get count(): number {
    return this.#memory.room.code.nameCount()
  }

  /** The number of a name; a new one when it was not there. Throws a `MeasureError` for too many, or a too long one. */
  intern(name: string): number {
    return this.#memory.make((room) => room.code.intern(room.asked.byteOffset, askText(room, name)))
  }

  /** `intern` for the name that stands from `start` to before `end` in some bytes. */
  internBytes(bytes: Uint8Array, start: number, end: number): number {
    return this.#memory.make((room) => room.code.intern(room.asked.byteOffset, ask(room, bytes, start, end)))
  }

  /** The number of a name, or −1 when it was never interned. */
  find(name: string): number {
    const { room } = this.#memory
    return room.code.findName(room.asked.byteOffset, askText(room, name))
  }

  /** `find` for the name that stands from `start` to before `end` in some bytes. */
  findBytes(bytes: Uint8Array, start: number, end: number): number {
    const { room } = this.#memory
    return room.code.findName(room.asked.byteOffset, ask(room, bytes, start, end))
  }

  /** The name of a number, as raw bytes. */
  text(id: number): string {
    const { bytes, starts } = this.#memory.room
    return bytes.toString('latin1', starts[id], starts[id + 1])
  }

  /** The bytes of the name of a number; they stand there until the next name comes. */
  bytes(id: number): Buffer {
    const { bytes, starts } = this.#memory.room
    return bytes.subarray(starts[id], starts[id + 1])
  }

  /** Whether the name of a number ends with other bytes, without a copy of it. */
  endsWith(id: number, ending: string): boolean {
    const { bytes, starts } = this.#memory.room
    const from = (starts[id + 1] as number) - ending.length
    if (from < (starts[id] as number)) return false
    for (let at = ending.length - 1; at >= 0; at--) {
      if (bytes[from + at] !== ending.charCodeAt(at)) return false
    }
    return true
  }

  /** Whether the name of a number begins with one other byte. */
  startsWith(id: number, character: string): boolean {
    const { bytes, starts } = this.#memory.room
    const start = starts[id] as number
    return start < (starts[id + 1] as number) && bytes[start] === character.charCodeAt(0)
  }

  /** The numbers of the names that end with other bytes (one and more), in their order. */
  ending(ending: string): number[] {
    const { room } = this.#memory
    const [starts, count] = [room.starts, this.count]
    const bytes = room.bytes.subarray(0, starts[count])
    const found: number[] = []
    // All names stand in one row, so that the search is the engine's own; a place inside two of them is no ending.
    for (let at = bytes.indexOf(ending, 0, 'latin1'); at >= 0; at = bytes.indexOf(ending, at + 1, 'latin1')) {
      const after = at + ending.length
      const id = firstAbove(starts, count, after - 1) - 1
      if (starts[id + 1] === after && (starts[id] as number) <= at) found.push(id)
    }
    return found
  }

  /** A hash of a name's bytes, 32 bits (FNV-1a from `seed` on): the same in every table. */
  hash(id: number, seed: number): number {
    return this.#memory.room.code.hashName(id, seed)
  }
}

// Of ascending numbers the index of the first of `count` that is above another one.
function firstAbove(numbers: Int32Array, count: number, value: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] as number) > value) high = middle
    else low = middle + 1
  }
  return low
}
