import { MeasureError } from '../../measure-error.ts'
import { boundedBytes } from '../bounded-bytes.ts'
import { type BdbFile, readBdbItem } from './bdb-item.ts'
import { blobBudget } from './blob-budget.ts'

/**
 * The packages' headers in rpm's `Packages`, a Berkeley DB hash table (libdb `dbinc/db_page.h`), in either byte
 * order: the values of every hash page, the first of each pair being the number of the package. The key 0 holds
 * the last number given. Throws a `MeasureError` for what is broken, encrypted, or no hash table.
 */
export function bdbBlobs(content: Buffer): Buffer[] {
  const file = openFile(content)
  const spend = blobBudget(content.length, what)
  const blobs: Buffer[] = []
  for (let page = 1; page < file.pages; page++) {
    if (!hashPage.has(file.bytes.u8(page * file.pageBytes + 25))) continue
    const count = file.bytes.u16(page * file.pageBytes + 20)
    for (let pair = 0; pair + 1 < count; pair += 2) {
      if (readBdbItem(file, page, pair).every((byte) => byte === 0)) continue
      const blob = readBdbItem(file, page, pair + 1)
      spend(blob.length)
      blobs.push(blob)
    }
  }
  return blobs
}

const what = 'Berkeley DB'
const hashPage: ReadonlySet<number> = new Set([2, 13])
const hashMagic = 0x061561

// Words of the first page: 12 magic, 16 version, 20 page size, 32 last page; bytes: 24 encryption, 26 flags.
function openFile(content: Buffer): BdbFile {
  const order = boundedBytes(content, what, 'LE').u32(12) === hashMagic ? 'LE' : 'BE'
  const bytes = boundedBytes(content, what, order)
  if (bytes.u32(12) !== hashMagic) throw broken('it is no hash table')
  const version = bytes.u32(16)
  if (version < 8 || version > 10) throw broken(`it has the unknown version ${version}`)
  if (bytes.u8(24) !== 0 || (bytes.u8(26) & 1) !== 0) throw broken('it is encrypted or has checksums')
  const pageBytes = bytes.u32(20)
  if (pageBytes < 512 || pageBytes > 65_536) throw broken(`pages cannot have ${pageBytes} bytes`)
  const pages = bytes.u32(32) + 1
  if (pages * pageBytes > content.length) throw broken(`it has not got its ${pages} pages`)
  return { bytes, pageBytes, pages, used: new Set() }
}

function broken(how: string): MeasureError {
  return new MeasureError(`${what}: ${how}`)
}
