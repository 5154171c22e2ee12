import { isRecord, parseJson } from './image-config.ts'
import type { LayerReader } from './layer-reader.ts'
import { MeasureError } from './measure-error.ts'
import type { PathMemory } from './path-memory.ts'
import type { PathTree } from './path-tree.ts'

/** Longest line of tar-split that is read: one extended header of 1 MiB in base64, and room. */
const longestLine = 16 * 1024 * 1024

/** What the lines of an entry hardly ever reach, in bytes. */
const longestUsual = 8192

const newline = 0x0a

/**
 * Replays the tar of a layer from the uncompressed lines of tar-split (vbatts/tar-split `tar/storage`): type 2
 * holds raw bytes of the tar in base64, type 1 stands for the content of a file of `size` bytes.
 * Throws a `MeasureError` for anything else.
 */
export class TarSplitReplay {
  readonly #reader: LayerReader
  readonly #memory: PathMemory
  #rest: Buffer[] = []
  #restLength = 0

  /** The reader's paths are the tree's. */
  constructor(reader: LayerReader, { memory }: PathTree) {
    this.#reader = reader
    this.#memory = memory
  }

  write(chunk: Buffer): void {
    const start = this.#restLength > 0 ? this.#finishRest(chunk) : 0
    const whole = chunk.lastIndexOf(newline) + 1
    if (start < whole) this.#lines(chunk.subarray(start, whole))
    const rest = Math.max(start, whole)
    if (rest < chunk.length) this.#keep(Buffer.from(chunk.subarray(rest)))
  }

  end(): void {
    if (this.#restLength > 0) this.#restLine()
  }

  // The usual entries are read by compiled code, from a copy; a line that it leaves alone is parsed.
  #lines(lines: Buffer): void {
    let [copy, from, to]: [Buffer | null, number, number] = [null, 0, 0]
    for (let at = 0; at < lines.length; ) {
      const { input } = this.#memory.room
      // A tree may have moved to a larger room meanwhile, and the lines of an entry may end behind the copy.
      if (input !== copy || (to < lines.length && to - at < longestUsual)) {
        ;[copy, from, to] = [input, at, at + lines.copy(input, 0, at)]
      }
      const taken = this.#entries(at - from, to - from)
      at += taken
      if (taken > 0) continue
      const end = lines.indexOf(newline, at)
      this.#line(lines.subarray(at, end))
      at = end + 1
    }
  }

  /** How many bytes from an offset in the copy on were read as entries; 0 when the first line was left alone. */
  #entries(from: number, to: number): number {
    const { code, input } = this.#memory.room
    const [start, end] = [input.byteOffset + from, input.byteOffset + to]
    let at = start
    // The tree may move to another room whenever a name comes.
    while (at < end && this.#reader.ahead >= 0 && this.#memory.room.code === code) {
      const count = code.readEntries(at, end, this.#reader.ahead)
      if (count === 0) break
      this.#reader.addRead(count, code.ahead.value)
      at = code.stopped.value
    }
    return at - start
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
      this.#reader.writeProven(bytes)
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
