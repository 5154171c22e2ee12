import { isRecord, parseJson } from './image-config.ts'
import type { LayerReader } from './layer-reader.ts'
import { MeasureError } from './measure-error.ts'
import { TarSplitLines } from './tar-split-lines.ts'

/** Longest line of tar-split that is read: one extended header of 1 MiB in base64, and room. */
const longestLine = 16 * 1024 * 1024

const newline = 0x0a

/**
 * Replays the tar of a layer from the uncompressed lines of tar-split (vbatts/tar-split `tar/storage`): type 2
 * holds raw bytes of the tar in base64, type 1 stands for the content of a file of `size` bytes.
 * Throws a `MeasureError` for anything else.
 */
export class TarSplitReplay {
  readonly #reader: LayerReader
  readonly #lines: TarSplitLines
  #rest: Buffer[] = []
  #restLength = 0

  constructor(reader: LayerReader) {
    this.#reader = reader
    this.#lines = new TarSplitLines(reader)
  }

  write(chunk: Buffer): void {
    let start = this.#restLength > 0 ? this.#finishRest(chunk) : 0
    // No line that is read below ends behind the chunk, so that nothing is read there.
    const whole = chunk.lastIndexOf(newline) + 1
    this.#lines.begin(chunk)
    while (start < whole) {
      const next = this.#lines.take(start)
      const end = next < 0 ? chunk.indexOf(newline, start) : next - 1
      if (next < 0) this.#line(chunk.subarray(start, end))
      start = end + 1
    }
    if (start < chunk.length) this.#keep(Buffer.from(chunk.subarray(start)))
  }

  end(): void {
    if (this.#restLength > 0) this.#restLine()
  }

  /** The line that the chunk before began. Returns where the next one begins. */
  #finishRest(chunk: Buffer): number {
    const end = chunk.indexOf(newline)
    if (end < 0) return 0
    this.#keep(chunk.subarray(0, end))
    this.#restLine()
    return end + 1
  }

  #keep(part: Buffer): void {
    this.#rest.push(part)
    this.#restLength += part.length
    if (this.#restLength > longestLine) throw new MeasureError('layer metadata: a line is too long')
  }

  #restLine(): void {
    const line = Buffer.concat(this.#rest)
    this.#rest = []
    this.#restLength = 0
    this.#line(line)
  }

  #line(bytes: Buffer): void {
    if (bytes.length > longestLine) throw new MeasureError('layer metadata: a line is too long')
    const line = parseJson(bytes)
    if (!isRecord(line)) throw new MeasureError('layer metadata: a line is no JSON object')
    const size = line.size ?? 0
    if (line.type === 2 && typeof line.payload === 'string') {
      const bytes = Buffer.from(line.payload, 'base64')
      this.#reader.writeProven(bytes, bytes.length)
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
