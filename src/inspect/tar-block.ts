import { MeasureError } from './measure-error.ts'
import { tarNumber } from './tar-numbers.ts'

/** A tar header block as it stands, before extended headers change it. Names are raw bytes, one character each. */
export interface TarBlock {
  readonly flag: string
  readonly name: string
  readonly linkName: string
  readonly size: number
  readonly mode: number
}

/**
 * Throws a `MeasureError` when the checksum of a header block at an offset does not fit, so that a stream that lost
 * its place is never read on.
 */
export function compareChecksum(block: Buffer, at: number): void {
  const stored = tarNumber(block, at + 148, at + 156, 'checksum')
  if (stored !== sum(block, at) && stored !== signedSum(block, at)) {
    throw new MeasureError('tar header: the checksum does not fit')
  }
}

/** Reads one 512-byte header block: ustar, GNU, star and version 7. Its checksum must have been compared. */
export function parseBlock(block: Buffer): TarBlock {
  const name = text(block, 0, 100)
  const prefix = prefixOf(block)
  return {
    flag: String.fromCharCode(block[156] ?? 0),
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: text(block, 157, 257),
    size: tarNumber(block, 124, 136, 'size'),
    mode: tarNumber(block, 100, 108, 'mode') & 0o7777,
  }
}

/** True for a block of zeros at an offset: two of them end an archive. */
export function isZeroBlock(block: Buffer, at: number): boolean {
  return block[at] === 0 && zero.compare(block, at, at + 512) === 0
}

const zero = Buffer.alloc(512)

// GNU's header has times where ustar has the prefix; star's prefix is shorter.
function prefixOf(block: Buffer): string {
  if (block.toString('latin1', 257, 263) !== 'ustar\0') return ''
  return block.toString('latin1', 508, 512) === 'tar\0' ? text(block, 345, 476) : text(block, 345, 500)
}

function text(block: Buffer, start: number, end: number): string {
  const nul = block.indexOf(0, start)
  return block.toString('latin1', start, nul < 0 || nul > end ? end : nul)
}

// The checksum field itself counts as eight spaces.
function sum(block: Buffer, start: number): number {
  let total = 8 * 0x20
  for (let at = start; at < start + 148; at++) total += block[at] as number
  for (let at = start + 156; at < start + 512; at++) total += block[at] as number
  return total
}

// Some old programs added the bytes as signed.
function signedSum(block: Buffer, start: number): number {
  let total = 8 * 0x20
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) total += block.readInt8(start + at)
  return total
}
