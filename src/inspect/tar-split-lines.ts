import { decodedLength, decodePart, decodeText } from './base64-part.ts'
import type { LayerReader } from './layer-reader.ts'
import { isPlainFlag } from './plain-header.ts'
import {
  checksumAt,
  checksumEnd,
  checksumField,
  contentLine,
  digitsEnd,
  lineEnd,
  noChecksum,
  numberOf,
  rawLine,
  sizeField,
  startsWith,
} from './tar-split-shape.ts'

const quote = 0x22
const backslash = 0x5c

/**
 * Takes lines of tar-split that have just the shape that its writer gives them, without parsing them as JSON: of a
 * header only the fields that a table needs are decoded. Every other line is left to the caller.
 */
export class TarSplitLines {
  readonly #reader: LayerReader
  /** The bytes of one raw line, as far as they were decoded. */
  readonly #raw = Buffer.alloc(4096)
  #bytes: Buffer = this.#raw
  /** The next backslash in `bytes`: a text with one is not what it looks like. */
  #escape = -1

  constructor(reader: LayerReader) {
    this.#reader = reader
  }

  /** The lines that follow stand in these bytes. */
  begin(bytes: Buffer): void {
    this.#bytes = bytes
    this.#escape = bytes.indexOf(backslash)
  }

  /** Takes the whole line at an offset and returns where the next one is; −1 when it left it alone. */
  take(at: number): number {
    const bytes = this.#bytes
    if (startsWith(bytes, at, rawLine)) return this.#takeRaw(at + rawLine.length)
    if (startsWith(bytes, at, contentLine)) return this.#takeContent(at + contentLine.length)
    return -1
  }

  #takeRaw(first: number): number {
    const end = this.#bytes.indexOf(quote, first)
    if (end < 0 || this.#hasEscape(first, end)) return -1
    const next = lineEnd(this.#bytes, end + 1)
    return next >= 0 && (this.#takeHeader(first, end) || this.#takeBytes(first, end)) ? next : -1
  }

  #hasEscape(start: number, end: number): boolean {
    if (this.#escape >= 0 && this.#escape < start) this.#escape = this.#bytes.indexOf(backslash, start)
    return this.#escape >= 0 && this.#escape < end
  }

  // One header, after what fills up the last block of the file before it.
  #takeHeader(first: number, end: number): boolean {
    const { ahead } = this.#reader
    if (ahead < 0 || decodedLength(this.#bytes, first, end) !== ahead + 512) return false
    if (!this.#decodeHeader(first, ahead)) return false
    this.#reader.addPlain(this.#raw, ahead)
    return true
  }

  #decodeHeader(first: number, at: number): boolean {
    const [bytes, raw] = [this.#bytes, this.#raw]
    return (
      decodePart(bytes, first, raw, at + 156, at + 158) &&
      isPlainFlag(raw[at + 156]) &&
      decodeText(bytes, first, raw, at, at + 100) &&
      decodePart(bytes, first, raw, at + 100, at + 108) &&
      decodePart(bytes, first, raw, at + 124, at + 136) &&
      (raw[at + 157] === 0 || decodeText(bytes, first, raw, at + 157, at + 257)) &&
      decodePart(bytes, first, raw, at + 345, at + 346) &&
      raw[at] !== 0 &&
      raw[at + 345] === 0
    )
  }

  #takeBytes(first: number, end: number): boolean {
    const length = decodedLength(this.#bytes, first, end)
    if (length > this.#raw.length) return false
    const text = this.#bytes.toString('latin1', first, end)
    if (this.#raw.write(text, 0, 'base64') !== length) return false
    this.#reader.writeProven(this.#raw, length)
    return true
  }

  #takeContent(first: number): number {
    const bytes = this.#bytes
    const end = bytes.indexOf(quote, first)
    if (end < 0 || this.#hasEscape(first, end)) return -1
    const nameEnd = end + 1
    const hasSize = startsWith(bytes, nameEnd, sizeField)
    const sizeStart = nameEnd + sizeField.length
    const sizeEnd = hasSize ? digitsEnd(bytes, sizeStart) : nameEnd
    const size = hasSize ? numberOf(bytes, sizeStart, sizeEnd) : 0
    const isEmpty = startsWith(bytes, sizeEnd, noChecksum)
    if (!isEmpty && !startsWith(bytes, sizeEnd, checksumField)) return -1
    const checksum = sizeEnd + checksumField.length
    const next = lineEnd(bytes, isEmpty ? sizeEnd + noChecksum.length : checksumEnd(bytes, checksum))
    if (next >= 0) this.#reader.skip(size, isEmpty ? 0 : checksumAt(bytes, checksum))
    return next
  }
}
