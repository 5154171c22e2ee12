/**
 * In: a typed array and the length that is needed. Out: the array itself when it is long enough, else one of at
 * least half as much again, with the same content and 0 in the new places. The one that was given in is then
 * empty: its memory must not wait for the garbage collector, which knows little of it.
 */
export function grown(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (column.length >= length) return column
  return new Int32Array(moved(column.buffer, roomFor(column.length, length) * 4))
}

/** `grown` for numbers of 16 bits. */
export function grownShorts(column: Uint16Array<ArrayBuffer>, length: number): Uint16Array<ArrayBuffer> {
  if (column.length >= length) return column
  return new Uint16Array(moved(column.buffer, roomFor(column.length, length) * 2))
}

/** `grown` for bytes. */
export function grownBytes(column: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (column.length >= length) return column
  return new Uint8Array(moved(column.buffer, roomFor(column.length, length)))
}

/** The first `length` places of an array, in memory of just that length; the one that was given in is then empty. */
export function exact(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(moved(column.buffer, length * 4))
}

/** Gives the memory of an array back at once; nobody may use it any more. */
export function release(column: { readonly buffer: ArrayBufferLike }): void {
  if (column.buffer instanceof ArrayBuffer) moved(column.buffer, 0)
}

// Node has `transfer` from 21 on; before that the collector has to come.
function moved(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
  const { transfer } = buffer as { transfer?: (bytes: number) => ArrayBuffer }
  if (transfer) return transfer.call(buffer, bytes)
  const copy = new ArrayBuffer(bytes)
  new Uint8Array(copy).set(new Uint8Array(buffer, 0, Math.min(bytes, buffer.byteLength)))
  return copy
}

function roomFor(before: number, length: number): number {
  return Math.max(length, Math.ceil(before * 1.5))
}
