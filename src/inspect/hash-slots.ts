import { integers, release } from './columns.ts'

/** The share of a hash table's slots that may be taken. */
export const fullest = 0.75

/** The slot that the search for a hash (32 bits) begins at. */
export function slotOf(hash: number, length: number): number {
  return Math.floor(((Math.imul(hash, 0x9e3779b1) >>> 0) / 2 ** 32) * length)
}

/** Half as many slots again, all free. The ones before are given back first, so that both never stand side by side. */
export function emptySlots(before: Int32Array): Int32Array<ArrayBuffer> {
  const { length } = before
  release(before)
  return integers(Math.ceil(length * 1.5))
}
