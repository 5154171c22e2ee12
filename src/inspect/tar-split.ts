import { isRecord, parseJson } from './image-config.ts'
import type { LayerReader } from './layer-reader.ts'
import { MeasureError } from './measure-error.ts'

/** Longest line of tar-split that is read: one extended header of 1 MiB in base64, and room. */
const longestLine = 16 * 1024 * 1024

/**
 * Replays the tar of a layer from the uncompressed lines of tar-split (vbatts/tar-split `tar/storage`): type 2
 * holds raw bytes of the tar in base64, type 1 stands for the content of a file of `size` bytes.
 * Throws a `MeasureError` for anything else.
 */
export class TarSplitReplay {
  readonly #reader: LayerReader
  #rest: Buffer[] = []
  #restLength = 0

  constructor(reader: LayerReader) {
    this.#reader = reader
  }

  write(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#keep(chunk.subarray(start, end))
      this.#line()
      start = end + 1
    }
    if (start < chunk.length) this.#keep(Buffer.from(chunk.subarray(start)))
  }

  end(): void {
    if (this.#restLength > 0) this.#line()
  }

  #keep(part: Buffer): void {
    this.#rest.push(part)
    this.#restLength += part.length
    if (this.#restLength > longestLine) throw new MeasureError('layer metadata: a line is too long')
  }

  #line(): void {
    const line = parseJson(this.#rest.length === 1 ? (this.#rest[0] as Buffer) : Buffer.concat(this.#rest))
    this.#rest = []
    this.#restLength = 0
    if (!isRecord(line)) throw new MeasureError('layer metadata: a line is no JSON object')
    const size = line.size ?? 0
    if (line.type === 2 && typeof line.payload === 'string') {
      this.#reader.write(Buffer.from(line.payload, 'base64'))
    } else if (line.type === 1 && typeof size === 'number' && Number.isSafeInteger(size) && size >= 0) {
      this.#reader.skip(size, checksumOf(line.payload))
    } else throw new MeasureError('layer metadata: a line of an unknown kind')
  }
}

// The lower half of the big-endian CRC-64; a file without content has none.
function checksumOf(payload: unknown): number {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'base64') : null
  return bytes?.length === 8 ? bytes.readInt32BE(4) : 0
}
