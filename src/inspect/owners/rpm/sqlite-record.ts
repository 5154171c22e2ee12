import { MeasureError } from '../../measure-error.ts'
import { type BoundedBytes, boundedBytes } from '../bounded-bytes.ts'
import { readVarint } from './sqlite-varint.ts'

/**
 * The columns of a record (sqlite.org/fileformat.html §2.1): texts and blobs as bytes, integers as numbers,
 * everything else null. Throws a `MeasureError` when the header names more than the record has.
 */
export function readRecord(record: Buffer): (Buffer | number | null)[] {
  const bytes = boundedBytes(record, 'SQLite', 'BE')
  const header = readVarint(bytes, 0)
  const columns: (Buffer | number | null)[] = []
  let at = header.value
  for (let place = header.end; place < header.value; ) {
    const { value: type, end } = readVarint(bytes, place)
    const length = lengthOf(type)
    columns.push(type >= 12 ? bytes.slice(at, length) : integerAt(bytes, at, type))
    at += length
    place = end
    if (columns.length > mostColumns) throw new MeasureError('SQLite: a record has too many columns')
  }
  return columns
}

// The tables that are read have 2 and 5.
const mostColumns = 100

// Types 0 to 9 are null, integers, a float and the constants 0 and 1; from 12 on blobs and texts.
const lengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0] as const

function lengthOf(type: number): number {
  return lengths[type] ?? Math.floor((type - 12) / 2)
}

// Integers that are read are numbers of pages: at most 32 bits, never negative.
function integerAt(bytes: BoundedBytes, at: number, type: number): number | null {
  if (type === 1) return bytes.u8(at)
  if (type === 2) return bytes.u16(at)
  if (type === 3) return bytes.u8(at) * 65_536 + bytes.u16(at + 1)
  if (type === 4) return bytes.u32(at)
  return type === 9 ? 1 : null
}
