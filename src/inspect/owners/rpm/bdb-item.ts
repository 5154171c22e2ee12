import { MeasureError } from '../../measure-error.ts'
import type { BoundedBytes } from '../bounded-bytes.ts'

/** A Berkeley DB file, cut into pages. */
export interface BdbFile {
  readonly bytes: BoundedBytes
  readonly pageBytes: number
  readonly pages: number
  /** Overflow pages that were read: in a sound file each belongs to one item. */
  readonly used: Set<number>
}

/**
 * One item of a hash page: on the page itself (type 1) or on a chain of overflow pages (type 3, page and length
 * in the item). Items lie from the end of the page downwards, so that one ends where the one before begins.
 * Throws a `MeasureError` for any other type, for a chain that is not as long as the item says and for one that
 * meets a page again.
 */
export function readBdbItem(file: BdbFile, page: number, index: number): Buffer {
  const { bytes, pageBytes } = file
  const start = page * pageBytes
  const entry = start + headerBytes + 2 * index
  if (headerBytes + 2 * index + 2 > pageBytes) throw broken(`page ${page} has too many items`)
  const at = bytes.u16(entry)
  const end = index === 0 ? pageBytes : bytes.u16(entry - 2)
  if (at < headerBytes || end <= at || end > pageBytes) throw broken(`page ${page} is out of order`)
  const type = bytes.u8(start + at)
  if (type === 1) return bytes.slice(start + at + 1, end - at - 1)
  if (type !== 3 || end - at < 12) throw broken(`page ${page} has an item of type ${type}`)
  return chain(file, bytes.u32(start + at + 4), bytes.u32(start + at + 8))
}

/** Every page of a Berkeley DB file begins with as many bytes that are not content. */
const headerBytes = 26

// Of an overflow page: 16 the next one, 22 how many bytes it has, 25 the type.
function chain({ bytes, pageBytes, pages, used }: BdbFile, first: number, length: number): Buffer {
  const parts: Buffer[] = []
  let left = length
  for (let page = first; left > 0; ) {
    const start = page * pageBytes
    if (page === 0 || page >= pages || bytes.u8(start + 25) !== 7)
      throw broken(`page ${page} is no overflow page`)
    if (used.has(page)) throw broken(`page ${page} is used twice`)
    used.add(page)
    const here = bytes.u16(start + 22)
    if (here === 0 || here > left || here > pageBytes - headerBytes)
      throw broken(`page ${page} is out of order`)
    parts.push(bytes.slice(start + headerBytes, here))
    left -= here
    page = bytes.u32(start + 16)
  }
  return Buffer.concat(parts)
}

function broken(how: string): MeasureError {
  return new MeasureError(`Berkeley DB: ${how}`)
}
