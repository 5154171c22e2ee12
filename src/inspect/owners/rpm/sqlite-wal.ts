import { MeasureError } from '../../measure-error.ts'
import { walChecksum } from './sqlite-checksum.ts'

/** The pages that a write-ahead log replaces, by number, and how many the database then has. */
export interface LoggedPages {
  readonly pageBytes: number
  readonly pages: ReadonlyMap<number, Buffer>
  /** Null when nothing in the log was committed. */
  readonly count: number | null
}

/**
 * What a `-wal` file changes (sqlite.org/fileformat.html §4): frames of 24 bytes and a page, sound while their
 * salts are the header's and the running checksum holds; those up to the last commit count. Throws a
 * `MeasureError` for a log whose header is not one.
 */
export function readWal(wal: Buffer): LoggedPages {
  const { pageBytes, checksum } = openLog(wal)
  const pages = new Map<number, Buffer>()
  let pending: [number, Buffer][] = []
  let count: number | null = null
  for (let at = headerBytes; at + frameBytes + pageBytes <= wal.length; at += frameBytes + pageBytes) {
    const content = at + frameBytes
    checksum.add(at, at + 8)
    checksum.add(content, content + pageBytes)
    const isOfThisLog = wal.compare(wal, 16, 24, at + 8, at + 16) === 0
    if (!isOfThisLog || !checksum.isAt(at + 16)) break
    pending.push([wal.readUInt32BE(at), wal.subarray(content, content + pageBytes)])
    const committed = wal.readUInt32BE(at + 4)
    if (committed === 0) continue
    for (const [page, bytes] of pending) pages.set(page, bytes)
    pending = []
    count = committed
  }
  return { pageBytes, pages, count }
}

/** Page sizes are powers of two from 512 to 65536. */
export function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0
}

const headerBytes = 32
const frameBytes = 24
const version = 3_007_000
const magic = { LE: 0x377f0682, BE: 0x377f0683 } as const

function openLog(wal: Buffer): { pageBytes: number; checksum: ReturnType<typeof walChecksum> } {
  const broken = new MeasureError('SQLite: its log does not begin as one')
  if (wal.length < headerBytes || wal.readUInt32BE(4) !== version) throw broken
  const word = wal.readUInt32BE(0)
  const pageBytes = wal.readUInt32BE(8)
  if ((word !== magic.LE && word !== magic.BE) || !isPageSize(pageBytes)) throw broken
  const checksum = walChecksum(wal, word === magic.LE ? 'LE' : 'BE')
  checksum.add(0, 24)
  if (!checksum.isAt(24)) throw broken
  return { pageBytes, checksum }
}
