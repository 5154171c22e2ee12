import { grown } from './columns.ts'

/** Integers one after the other, 4 bytes each. */
export class IntegerRow {
  #values = new Int32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The integers, and room behind them; good until more come. */
  get values(): Int32Array {
    return this.#values
  }

  /** Adds the first `count` integers of an array. */
  append(integers: Int32Array, count: number): void {
    const length = this.#length + count
    this.#values = grown(this.#values, length)
    this.#values.set(integers.subarray(0, count), this.#length)
    this.#length = length
  }

  /** Forgets what comes after the first `length` ones. */
  cut(length: number): void {
    this.#length = length
  }

  /** Takes those out that `isOut` tells, from a place on. */
  leaveOut(from: number, isOut: (value: number) => boolean): void {
    const values = this.#values
    let to = from
    for (let at = from; at < this.#length; at++) {
      const value = values[at] as number
      if (!isOut(value)) values[to++] = value
    }
    this.#length = to
  }
}
