import { MeasureError } from '../../measure-error.ts'
import { blobBudget } from './blob-budget.ts'
import { readCell } from './sqlite-cell.ts'
import type { SqlitePages } from './sqlite-pages.ts'
import { readRecord } from './sqlite-record.ts'

/**
 * Every record of a table of a SQLite database (sqlite.org/fileformat.html §1.6, §2.6). Each page can be used
 * once, so that a tree or chain that meets itself ends. Throws a `MeasureError` for a broken tree and when
 * there is no such table.
 */
export function tableRecords(pages: SqlitePages, table: string): Buffer[] {
  const used = new Set<number>()
  for (const record of recordsBelow(pages, 1, used)) {
    const [type, name, , page] = readRecord(record)
    if (String(type) !== 'table' || String(name) !== table) continue
    if (typeof page === 'number') return recordsBelow(pages, page, used)
  }
  throw new MeasureError(`SQLite: it has no table ${table}`)
}

const kinds = { inner: 5, leaf: 13 } as const

// A page: 0 kind, 3 number of cells, 8 the last child; then the places of the cells. The first page has the
// header of the file before that.
function recordsBelow(pages: SqlitePages, root: number, used: Set<number>): Buffer[] {
  const spend = blobBudget(pages.count * pages.usable, 'SQLite')
  const records: Buffer[] = []
  const open = [root]
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (used.has(number)) throw new MeasureError(`SQLite: page ${number} is used twice`)
    used.add(number)
    const page = pages.page(number)
    const start = number === 1 ? 100 : 0
    const kind = page.u8(start)
    if (kind !== kinds.inner && kind !== kinds.leaf)
      throw new MeasureError(`SQLite: page ${number} is of no table`)
    const cells = start + (kind === kinds.inner ? 12 : 8)
    if (kind === kinds.inner) open.push(page.u32(start + 8))
    // Children wait on a stack: the last is looked at first.
    for (let index = page.u16(start + 3) - 1; kind === kinds.inner && index >= 0; index--) {
      open.push(page.u32(page.u16(cells + 2 * index)))
      if (open.length > pages.count) throw new MeasureError(`SQLite: page ${number} has too many children`)
    }
    for (let index = 0; kind === kinds.leaf && index < page.u16(start + 3); index++) {
      records.push(readCell(pages, page, page.u16(cells + 2 * index), used, spend))
    }
  }
  return records
}
