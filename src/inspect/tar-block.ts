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
 * Reads one 512-byte header block: ustar, GNU, star and version 7. Throws a `MeasureError` when the checksum
 * does not fit, so that a stream that lost its place is never read on.
 */
export function parseBlock(block: Buffer): TarBlock {
  const stored = tarNumber(block, 148, 156, 'checksum')
  if (stored !== sum(block) && stored !== signedSum(block)) {
    throw new MeasureError('tar header: the checksum does not fit')
  }
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

/** True for a block of zeros: two of them end an archive. */
export function isZeroBlock(block: Buffer): boolean {
  return block[0] === 0 && zero.equals(block)
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
function sum(block: Buffer): number {
  let total = 8 * 0x20
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) total += block[at] as number
  return total
}

// Some old programs added the bytes as signed.
function signedSum(block: Buffer): number {
  let total = 8 * 0x20
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) total += block.readInt8(at)
  return total
}
