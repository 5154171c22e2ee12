/**
 * In: a typed array and the length that is needed. Out: the array itself when it is long enough, else one of at
 * least half as much again, with the same content and 0 in the new places. A large one that was given in is
 * then empty: its memory must not wait for the garbage collector, which knows little of it.
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

/** The first `length` places of an array, which must not be used itself any more; it keeps no other memory. */
export function exact(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(cut(column.buffer, length * 4), 0, length)
}

/** `exact` for numbers of 16 bits. */
export function exactShorts(column: Uint16Array<ArrayBuffer>, length: number): Uint16Array<ArrayBuffer> {
  return new Uint16Array(cut(column.buffer, length * 2), 0, length)
}

/** An array of zeros that gives all its memory back when it is released, however long it is. */
export function integers(length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(new ArrayBuffer(roomy(length * 4)), 0, length)
}

/** `integers` for numbers of 16 bits. */
export function shortIntegers(length: number): Int16Array<ArrayBuffer> {
  return new Int16Array(new ArrayBuffer(roomy(length * 2)), 0, length)
}

/** `integers` for numbers of 64 bits. */
export function doubles(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(new ArrayBuffer(roomy(length * 8)), 0, length)
}

/**
 * Gives the memory of a large array back at once; nobody may use the array any more. Small ones are left to the
 * collector: V8 drops all code that reads typed arrays at the first buffer that is detached.
 */
export function release({ buffer }: { readonly buffer: ArrayBufferLike }): void {
  if (buffer.byteLength >= mapped) detach(buffer)
}

/** Gives the memory of a buffer back at once, whatever its size. */
export function detach(buffer: ArrayBufferLike): void {
  ;(buffer as Transferable).transfer?.(0)
}

// Node has `transfer` from 21 on; before that the collector has to come.
interface Transferable {
  transfer?(bytes: number): ArrayBuffer
}

// A new buffer and not `transfer`, which writes zeros over the new places: memory that nobody writes to is not resident.
function moved(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
  const room = new ArrayBuffer(roomy(bytes))
  new Uint8Array(room).set(new Uint8Array(buffer))
  release({ buffer })
  return room
}

// What lies behind `bytes` in a large buffer was never written to.
function cut(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
  return buffer.byteLength >= mapped ? buffer : buffer.slice(0, bytes)
}

/**
 * The C library takes buffers of more than 32 MiB straight from the system and gives them straight back (glibc
 * `DEFAULT_MMAP_THRESHOLD_MAX`); smaller ones leave holes behind. Only pages that are written to become resident, so
 * that a buffer costs no more for being that large.
 */
const mapped = 33 * 2 ** 20

function roomy(bytes: number): number {
  return bytes > 2 ** 20 ? Math.max(bytes, mapped) : bytes
}

function roomFor(before: number, length: number): number {
  return Math.max(length, Math.ceil(before * 1.5))
}
