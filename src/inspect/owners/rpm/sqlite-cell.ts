import { MeasureError } from '../../measure-error.ts'
import type { BoundedBytes } from '../bounded-bytes.ts'
import type { SqlitePages } from './sqlite-pages.ts'
import { readVarint } from './sqlite-varint.ts'

/**
 * The record of a leaf's cell: its length, the row's number, then as much as fits on the page, the rest on a
 * chain of overflow pages, which begin with the number of the next (sqlite.org/fileformat.html §1.5, §1.6).
 * `spend` is told the length before anything is read, `used` holds the pages that were. Throws a `MeasureError`
 * for a chain that ends early or meets a page again.
 */
export function readCell(
  pages: SqlitePages,
  page: BoundedBytes,
  at: number,
  used: Set<number>,
  spend: (bytes: number) => void,
): Buffer {
  const { value: length, end } = readVarint(page, at)
  spend(length)
  const begin = readVarint(page, end).end
  const here = localBytes(length, pages.usable)
  const parts = [page.slice(begin, here)]
  let next = here < length ? page.u32(begin + here) : 0
  for (let left = length - here; left > 0; ) {
    if (used.has(next)) throw new MeasureError(`SQLite: page ${next} is used twice`)
    used.add(next)
    const overflow = pages.page(next)
    const part = Math.min(left, pages.usable - 4)
    parts.push(overflow.slice(4, part))
    left -= part
    next = overflow.u32(0)
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
}

// `most` bytes stay on a page of a table; of a longer record at least `least`, so that the rest fills its pages.
function localBytes(length: number, usable: number): number {
  const most = usable - 35
  if (length <= most) return length
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const filling = least + ((length - least) % (usable - 4))
  return filling <= most ? filling : least
}
