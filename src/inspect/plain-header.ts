import type { TarEntry } from './tar-entry.ts'
import { tarNumber } from './tar-numbers.ts'

/** The type flags whose entries need nothing but the header block itself. */
export const flags = { file: 0x30, hardlink: 0x31, symlink: 0x32, directory: 0x35 } as const

/** True for the flag of a file, a directory or a link; every other flag has rules of its own. */
export function isPlainFlag(flag: number | undefined): boolean {
  return flag === flags.file || flag === flags.directory || flag === flags.symlink || flag === flags.hardlink
}

/** What an entry of a plain flag is. */
export function typeOfFlag(flag: number): TarEntry['type'] {
  if (flag === flags.file) return 'file'
  if (flag === flags.directory) return 'directory'
  return flag === flags.symlink ? 'symlink' : 'hardlink'
}

/**
 * A header block of a plain flag that no extended header changes, read where it stands: names are ranges of bytes.
 * One object serves all headers of a tar, so that reading one makes none. It holds until the next `read`.
 */
export class PlainHeader {
  /** Where the name is: the block itself, or a place where prefix and name were put together. */
  name: Uint8Array
  nameStart = 0
  nameEnd = 0
  /** Where the link's target is. */
  block: Buffer
  linkStart = 0
  linkEnd = 0
  mode = 0
  /** Bytes of a regular file, as many as follow in the tar; 0 for all other types. */
  size = 0
  #flag = 0
  readonly #joined = Buffer.alloc(256)

  constructor() {
    this.block = this.#joined
    this.name = this.#joined
  }

  get isFile(): boolean {
    return this.#flag === flags.file
  }

  get isDirectory(): boolean {
    return this.#flag === flags.directory
  }

  get isHardLink(): boolean {
    return this.#flag === flags.hardlink
  }

  /** Reads the block at an offset. Throws a `MeasureError` for a size or a mode that is no number. */
  read(block: Buffer, at: number): void {
    this.block = block
    this.#flag = block[at + 156] as number
    const size = tarNumber(block, at + 124, at + 136, 'size')
    this.size = this.isFile ? size : 0
    this.mode = tarNumber(block, at + 100, at + 108, 'mode') & 0o7777
    this.linkStart = at + 157
    this.linkEnd = endOfText(block, at + 157, at + 257)
    this.name = block
    this.nameStart = at
    this.nameEnd = endOfText(block, at, at + 100)
    if (block[at + 345] !== 0) this.#join(block, at)
  }

  /** The same as an object of its own. */
  entry(): TarEntry {
    const { name, nameStart, nameEnd, block, linkStart, linkEnd, mode, size } = this
    return {
      name: Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1', nameStart, nameEnd),
      type: typeOfFlag(this.#flag),
      size,
      mode,
      linkName: block.toString('latin1', linkStart, linkEnd),
    }
  }

  // GNU's header has times where ustar has the prefix; star's prefix is shorter.
  #join(block: Buffer, at: number): void {
    if (block.toString('latin1', at + 257, at + 263) !== 'ustar\0') return
    const isStar = block.toString('latin1', at + 508, at + 512) === 'tar\0'
    const end = endOfText(block, at + 345, at + (isStar ? 476 : 500))
    const length = block.copy(this.#joined, 0, at + 345, end)
    this.#joined[length] = 0x2f
    const whole = length + 1 + block.copy(this.#joined, length + 1, at, this.nameEnd)
    this.name = this.#joined
    this.nameStart = 0
    this.nameEnd = whole
  }
}

function endOfText(block: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && block[at] !== 0) at++
  return at
}
