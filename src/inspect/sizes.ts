import { exact, grown, release } from './columns.ts'

/** Sizes in bytes, in 32 bits each while none needs more. */
export type Sizes = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** A growing column of sizes. A size of 2^32 and more makes it twice as wide. */
export class SizeColumn {
  #narrow = new Int32Array(64)
  #wide: Float64Array<ArrayBuffer> | null = null

  set(at: number, size: number): void {
    if (size >= wide && !this.#wide) this.#widen(at)
    if (this.#wide) {
      if (at >= this.#wide.length) this.#wide = widened(this.#wide, Math.ceil(at * 1.5) + 1)
      this.#wide[at] = size
      return
    }
    if (at >= this.#narrow.length) this.#narrow = grown(this.#narrow, at + 1)
    this.#narrow[at] = size | 0
  }

  /** The first `length` sizes. The column is then empty. */
  finish(length: number): Sizes {
    if (this.#wide) return widened(this.#wide, length)
    this.#narrow = grown(this.#narrow, length)
    return new Uint32Array(exact(this.#narrow, length).buffer, 0, length)
  }

  #widen(length: number): void {
    const narrow = this.#narrow
    this.#wide = Float64Array.from(new Uint32Array(narrow.buffer, 0, Math.min(length, narrow.length)))
    release(narrow)
  }
}

const wide = 2 ** 32

/** The same sizes in 32 bits each where they fit. */
export function narrowed(sizes: Float64Array<ArrayBuffer>): Sizes {
  return sizes.every((size) => size < wide) ? Uint32Array.from(sizes) : sizes
}

function widened(sizes: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length)
  copy.set(sizes.subarray(0, length))
  return copy
}
