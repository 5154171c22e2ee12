import { MeasureError } from '../measure-error.ts'

/** Reads of a file whose offsets come from the file itself: every one is checked before it is used. */
export interface BoundedBytes {
  readonly length: number
  u8(at: number): number
  u16(at: number): number
  u32(at: number): number
  /** The bytes from `at`, not copied. */
  slice(at: number, length: number): Buffer
}

/** `what` begins the `MeasureError` that is thrown for a place outside of the content. */
export function boundedBytes(content: Buffer, what: string, order: 'LE' | 'BE'): BoundedBytes {
  const check = (at: number, length: number): void => {
    const isInside = Number.isSafeInteger(at) && at >= 0 && length >= 0 && at + length <= content.length
    if (!isInside)
      throw new MeasureError(`${what}: it has ${content.length} bytes and names what is past them`)
  }
  const u8 = (at: number): number => {
    check(at, 1)
    return content[at] as number
  }
  const u16 = (at: number): number => {
    check(at, 2)
    return order === 'LE' ? content.readUInt16LE(at) : content.readUInt16BE(at)
  }
  const u32 = (at: number): number => {
    check(at, 4)
    return order === 'LE' ? content.readUInt32LE(at) : content.readUInt32BE(at)
  }
  const slice = (at: number, length: number): Buffer => {
    check(at, length)
    return content.subarray(at, at + length)
  }
  return { length: content.length, u8, u16, u32, slice }
}
