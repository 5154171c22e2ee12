import { MeasureError } from '../../measure-error.ts'
import { type BoundedBytes, boundedBytes } from '../bounded-bytes.ts'
import { isPageSize, type LoggedPages, readWal } from './sqlite-wal.ts'

/** A SQLite database as pages, numbered from 1. */
export interface SqlitePages {
  readonly count: number
  /** Bytes of a page that are used: its size without what is reserved at its end. */
  readonly usable: number
  /** Throws a `MeasureError` for a page that is not there. */
  page(number: number): BoundedBytes
}

/**
 * In: the file and its `-wal`, where there is one. Out: its pages as SQLite would see them. Throws a
 * `MeasureError` when the file is no SQLite database.
 */
export function sqlitePages(file: Buffer, wal: Buffer | null): SqlitePages {
  const log = wal === null || wal.length === 0 ? null : readWal(wal)
  const pageBytes = log?.pageBytes ?? declaredSize(file)
  const contentOf = (number: number): Buffer =>
    log?.pages.get(number) ?? file.subarray((number - 1) * pageBytes, number * pageBytes)
  const first = contentOf(1)
  const isSound = first.length === pageBytes && first.toString('latin1', 0, 16) === magic
  if (!isSound || declaredSize(first) !== pageBytes)
    throw new MeasureError('SQLite: it does not begin as one')
  const count = countOf(file, log, pageBytes)
  const page = (number: number): BoundedBytes => {
    if (number >= 1 && number <= count) return boundedBytes(contentOf(number), 'SQLite', 'BE')
    throw new MeasureError(`SQLite: it names page ${number} and has ${count}`)
  }
  return { count, usable: pageBytes - (first[20] as number), page }
}

const magic = 'SQLite format 3\0'

function countOf(file: Buffer, log: LoggedPages | null, pageBytes: number): number {
  return log?.count ?? Math.floor(file.length / pageBytes)
}

// Two bytes, in which 1 means 65536. Throws for what is no page size.
function declaredSize(file: Buffer): number {
  const word = file.length < 100 ? 0 : file.readUInt16BE(16)
  const size = word === 1 ? 65_536 : word
  if (!isPageSize(size)) throw new MeasureError('SQLite: it does not begin as one')
  return size
}
