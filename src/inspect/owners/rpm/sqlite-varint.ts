import type { BoundedBytes } from '../bounded-bytes.ts'

/** A number of SQLite and where the next byte is. Above 2⁵³ it is not exact, which no length in a file reaches. */
export interface Varint {
  readonly value: number
  readonly end: number
}

/** 1 to 9 bytes, seven bits each with the highest set on all but the last; the ninth has eight. */
export function readVarint(bytes: BoundedBytes, at: number): Varint {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes.u8(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return { value: value * 256 + bytes.u8(at + 8), end: at + 9 }
}
