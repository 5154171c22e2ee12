import { MeasureError } from './measure-error.ts'
import { isPlainFlag, PlainHeader } from './plain-header.ts'
import { compareChecksum, isZeroBlock, parseBlock } from './tar-block.ts'
import { TarBlocks } from './tar-blocks.ts'
import { type TarHandler, tarEntry } from './tar-entry.ts'
import { ExtendedHeaders, isExtendedHeader } from './tar-extended.ts'

/** Headers that are read from one tar before it counts as an attack. */
const mostHeaders = 4_000_000

/**
 * Reads the headers of a tar from chunks of any length and buffers no content. Formats: ustar, pax, GNU
 * (long names, base 256, sparse), star, version 7. Throws a `MeasureError` on anything malformed or out of
 * bounds; it must not be used after that.
 */
export class TarHeaders {
  readonly #handler: TarHandler
  readonly #extended = new ExtendedHeaders()
  readonly #blocks = new TarBlocks()
  /** What the bytes of the stream belong to now. */
  #state: 'header' | 'sparse map' | 'meta' | 'entry' | 'end' = 'header'
  #content = 0
  #padding = 0
  #headers = 0
  #zeroBlocks = 0
  #isProven = false
  readonly #plain = new PlainHeader()

  constructor(handler: TarHandler) {
    this.#handler = handler
  }

  /** Bytes of the content of the entry that was handed on last which are still to come. */
  get remaining(): number {
    return this.#state === 'entry' ? this.#content : 0
  }

  /** True after the two blocks of zeros that end an archive. */
  get isEnded(): boolean {
    return this.#state === 'end'
  }

  write(chunk: Buffer): void {
    this.#take(chunk)
  }

  /** `write` for headers whose checksums need not be compared: something else proves them. */
  writeProven(bytes: Buffer): void {
    this.#isProven = true
    this.#take(bytes)
    this.#isProven = false
  }

  /** How many bytes stand before the next header, when that may be a plain one and is whole; else −1. */
  get ahead(): number {
    const isNext = this.#state === 'header' && this.#zeroBlocks === 0 && this.#blocks.isEmpty
    return isNext && this.#extended.isEmpty ? this.#padding : -1
  }

  /** Passes over whole entries that something else read, after `ahead`; the next header comes after `padding` bytes. */
  passEntries(count: number, padding: number): void {
    this.#padding = padding
    this.#count(count)
  }

  #take(chunk: Buffer): void {
    const end = chunk.length
    let at = 0
    while (at < end && this.#state !== 'end') {
      if (this.#state === 'meta' || this.#state === 'entry') at += this.#takeContent(chunk, at, end)
      else if (this.#padding > 0) {
        const length = Math.min(this.#padding, end - at)
        this.#padding -= length
        at += length
      } else at += this.#takeBlock(chunk, at, end)
    }
  }

  /** Passes over `bytes` of an entry's content that a description of the tar leaves out. */
  skip(bytes: number): void {
    if (bytes === 0) return
    if (this.#state !== 'entry' || bytes > this.#content)
      throw new MeasureError('tar: content without an entry')
    this.#pass(bytes)
  }

  /**
   * To be called when the stream has ended. Throws a `MeasureError` when that was inside an entry or, unless
   * the caller proves completeness in another way (a checksum), without the two blocks of zeros.
   */
  end(endMarker: 'required' | 'optional'): void {
    const isBetween = this.#state === 'header' && this.#padding === 0 && this.#blocks.isEmpty
    if (this.#state === 'end' || (isBetween && endMarker === 'optional')) return
    throw new MeasureError('tar: the stream ended too early; it is truncated')
  }

  #takeContent(chunk: Buffer, at: number, end: number): number {
    const length = Math.min(this.#content, end - at)
    const part = chunk.subarray(at, at + length)
    if (this.#state === 'meta') this.#extended.add(part)
    else this.#handler.content?.(part)
    this.#pass(length)
    return length
  }

  #pass(length: number): void {
    this.#content -= length
    if (this.#content > 0) return
    if (this.#state === 'meta') this.#extended.finish()
    else this.#handler.end?.()
    this.#state = 'header'
  }

  #takeBlock(chunk: Buffer, at: number, end: number): number {
    if (this.#blocks.isEmpty && end - at >= 512) {
      this.#readBlock(chunk, at)
      return 512
    }
    const { taken, block } = this.#blocks.take(chunk, at, end)
    if (block) this.#readBlock(block, 0)
    return taken
  }

  #readBlock(bytes: Buffer, at: number): void {
    if (this.#state === 'sparse map') {
      if (bytes[at + 504] === 0) this.#begin('entry')
    } else if (isZeroBlock(bytes, at)) {
      if (++this.#zeroBlocks === 2) this.#state = 'end'
    } else {
      if (this.#zeroBlocks > 0) throw new MeasureError('tar: a header after a block of zeros')
      this.#count(1)
      if (!this.#isProven) compareChecksum(bytes, at)
      const isPlain = isPlainFlag(bytes[at + 156]) && this.#extended.isEmpty
      if (isPlain && this.#handler.plain) this.#plainHeader(bytes, at)
      else this.#readHeader(bytes.subarray(at, at + 512))
    }
  }

  #count(more: number): void {
    this.#headers += more
    if (this.#headers > mostHeaders) throw new MeasureError(`tar: more than ${mostHeaders} headers`)
  }

  #plainHeader(bytes: Buffer, at: number): void {
    this.#plain.read(bytes, at)
    this.#content = this.#plain.size
    this.#handler.plain?.(this.#plain)
    this.#begin('entry')
  }

  #readHeader(block: Buffer): void {
    const header = parseBlock(block)
    if (isExtendedHeader(header.flag)) {
      this.#content = header.size
      this.#extended.begin(header.flag, header.size)
      this.#begin('meta')
      return
    }
    const { entry, stored } = tarEntry(header, block, this.#extended.take())
    this.#content = stored
    this.#handler.entry(entry)
    if (header.flag === 'S' && block[482] !== 0) this.#state = 'sparse map'
    else this.#begin('entry')
  }

  #begin(state: 'meta' | 'entry'): void {
    this.#state = state
    this.#padding = -this.#content & 511
    if (this.#content === 0) this.#pass(0)
  }
}
