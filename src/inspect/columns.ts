/**
 * In: a typed array and the length that is needed. Out: the array itself when it is long enough, else a copy
 * of at least twice the length. New places hold 0.
 */
export function grown(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (column.length >= length) return column
  const copy = new Int32Array(roomFor(column.length, length))
  copy.set(column)
  return copy
}

/** `grown` for sizes, which may be above 2^31. */
export function grownSizes(column: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (column.length >= length) return column
  const copy = new Float64Array(roomFor(column.length, length))
  copy.set(column)
  return copy
}

/** `grown` for bytes. */
export function grownBytes(column: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (column.length >= length) return column
  const copy = new Uint8Array(roomFor(column.length, length))
  copy.set(column)
  return copy
}

function roomFor(before: number, length: number): number {
  return Math.max(length, before * 2)
}
