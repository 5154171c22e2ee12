import { MeasureError } from '../../measure-error.ts'
import { boundedBytes } from '../bounded-bytes.ts'
import { blobBudget } from './blob-budget.ts'

/**
 * The packages' headers in rpm's `Packages.db`, the format `ndb` (rpm `lib/backend/ndb/rpmpkg.c`): little
 * endian; pages of slots, the first two of which are the file's header; a slot names blocks of 16 bytes that
 * hold one package between `BlbS` and `BlbE`. Throws a `MeasureError` where that is not so.
 */
export function ndbBlobs(content: Buffer): Buffer[] {
  const bytes = boundedBytes(content, what, 'LE')
  const pages = bytes.u32(12)
  if (bytes.u32(0) !== magic.file || bytes.u32(4) !== 0) throw broken('it does not begin as version 0 does')
  if (pages * pageBytes > content.length) throw broken(`it has not got its ${pages} pages of slots`)
  const spend = blobBudget(content.length, what)
  const blobs: Buffer[] = []
  for (let slot = 2; slot < (pages * pageBytes) / slotBytes; slot++) {
    const at = slot * slotBytes
    if (bytes.u32(at) !== magic.slot) throw broken(`slot ${slot} is not one`)
    const block = bytes.u32(at + 8)
    if (block === 0) continue
    const blob = blobAt(content, block * blockBytes, bytes.u32(at + 4))
    spend(blob.length)
    blobs.push(blob)
  }
  return blobs
}

const what = 'ndb'
const pageBytes = 4096
const slotBytes = 16
const blockBytes = 16
const magic = { file: 0x506d7052, slot: 0x746f6c53, start: 0x53626c42 } as const

// The four words before the data: magic, number of the package, generation, length.
function blobAt(content: Buffer, at: number, id: number): Buffer {
  const bytes = boundedBytes(content, what, 'LE')
  if (bytes.u32(at) !== magic.start || bytes.u32(at + 4) !== id)
    throw broken(`package ${id} is not in its place`)
  return bytes.slice(at + 16, bytes.u32(at + 12))
}

function broken(how: string): MeasureError {
  return new MeasureError(`${what}: ${how}`)
}
