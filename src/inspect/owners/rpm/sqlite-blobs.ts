import { MeasureError } from '../../measure-error.ts'
import { sqlitePages } from './sqlite-pages.ts'
import { readRecord } from './sqlite-record.ts'
import { tableRecords } from './sqlite-table.ts'

/**
 * The packages' headers in rpm's `rpmdb.sqlite`: the second column of its table `Packages` (rpm
 * `lib/backend/sqlite.cc`). A write-ahead log beside it counts. Throws a `MeasureError` for a broken database.
 */
export function sqliteBlobs(file: Buffer, wal: Buffer | null): Buffer[] {
  return tableRecords(sqlitePages(file, wal), 'Packages').map((record) => {
    const blob = readRecord(record)[1]
    if (blob instanceof Buffer) return blob
    throw new MeasureError('SQLite: a package has no header')
  })
}
