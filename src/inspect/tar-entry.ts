import { MeasureError } from './measure-error.ts'
import type { PlainHeader } from './plain-header.ts'
import type { TarBlock } from './tar-block.ts'
import type { Extended } from './tar-extended.ts'
import { paxNumber, tarNumber } from './tar-numbers.ts'
import { longestName } from './tar-pax.ts'

/** What a tar entry is; `other` stands for devices, pipes and everything unknown. */
export type TarType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other'

/** One entry of a tar. `name` and `linkName` are raw bytes, one character (0–255) each, as written. */
export interface TarEntry {
  readonly name: string
  readonly type: TarType
  /** Bytes of a regular file once it is unpacked (a sparse file's holes included); 0 for all other types. */
  readonly size: number
  readonly mode: number
  readonly linkName: string
}

/** Receives what a tar holds, in its order: per entry `entry`, `content` any number of times, `end`. */
export interface TarHandler {
  entry(entry: TarEntry): void
  /** Takes an entry in the place of `entry` when a plain header is all there is of it. */
  plain?(header: PlainHeader): void
  content?(chunk: Buffer): void
  end?(): void
}

/**
 * Puts a header and the extended headers before it together, with the precedence of Go's reader. Also says
 * how many bytes of content follow in the stream (`stored`: for a sparse file less than `size`).
 */
export function tarEntry(
  header: TarBlock,
  block: Buffer,
  extended: Extended,
): { entry: TarEntry; stored: number } {
  const { pax } = extended
  const name = pax.get('GNU.sparse.name') ?? extended.longName ?? pax.get('path') ?? header.name
  const linkName = extended.longLink ?? pax.get('linkpath') ?? header.linkName
  if (name.length > longestName || linkName.length > longestName) {
    throw new MeasureError(`tar header: a name is longer than ${longestName} bytes`)
  }
  const type = typeOf(header.flag, name)
  const paxSize = pax.get('size')
  const declared = paxSize === undefined ? header.size : paxNumber(paxSize, 'size')
  const stored = withoutContent.has(header.flag) || type === 'directory' ? 0 : declared
  const size = type === 'file' ? (sparseSize(header, block, pax) ?? stored) : 0
  return { entry: { name, type, size, mode: header.mode, linkName }, stored }
}

// Links, devices, directories and pipes: whatever size they declare, no content follows.
const withoutContent = new Set(['1', '2', '3', '4', '5', '6'])

const types: Readonly<Record<string, TarType>> = {
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
}

function typeOf(flag: string, name: string): TarType {
  if (flag === '\0') return name.endsWith('/') ? 'directory' : 'file'
  return types[flag] ?? 'other'
}

// The three notations of GNU's sparse files; the header's own size is what the archive stores.
function sparseSize(header: TarBlock, block: Buffer, pax: ReadonlyMap<string, string>): number | null {
  if (header.flag === 'S') return tarNumber(block, 483, 495, 'real size')
  const version = `${pax.get('GNU.sparse.major') ?? ''}.${pax.get('GNU.sparse.minor') ?? ''}`
  const isSparse = version === '.' ? pax.has('GNU.sparse.map') : ['0.0', '0.1', '1.0'].includes(version)
  const size = pax.get('GNU.sparse.size') ?? pax.get('GNU.sparse.realsize')
  return isSparse && size !== undefined ? paxNumber(size, 'real size') : null
}
