import { MeasureError } from '../../measure-error.ts'
import { type BoundedBytes, boundedBytes } from '../bounded-bytes.ts'

/** A package's header in the database of rpm: values by the number of their tag, null for a tag that is not there. */
export interface RpmHeader {
  /** Raw bytes, one character each. Throws a `MeasureError` for more than `most`. */
  strings(tag: number, most: number): string[] | null
  /** Integers of 8, 16 or 32 bits. Throws a `MeasureError` for more than `most`. */
  numbers(tag: number, most: number): number[] | null
}

/**
 * In: a header as the database stores it (rpm `docs/manual/format_header.md`): big endian; how many entries, how
 * many bytes of data, the entries (tag, type, place in the data, count), the data. Values are read when they are
 * asked for. Throws a `MeasureError` for what names more than it has.
 */
export function readRpmHeader(blob: Buffer): RpmHeader {
  const bytes = boundedBytes(blob, what, 'BE')
  const count = bytes.u32(0)
  if (count > mostEntries) throw new MeasureError(`${what}: it has ${count} entries`)
  const data = boundedBytes(bytes.slice(8 + 16 * count, bytes.u32(4)), what, 'BE')
  const entries = new Map<number, Entry>()
  for (let at = 8; at < 8 + 16 * count; at += 16) {
    const tag = bytes.u32(at)
    const entry = { type: bytes.u32(at + 4), at: bytes.u32(at + 8), count: bytes.u32(at + 12) }
    // rpm appends what it changes, as "dribbles", which replace entries of the same tag.
    entries.set(tag, entry)
  }
  const entryOf = (tag: number, most: number): Entry | null => {
    const entry = entries.get(tag) ?? null
    if (entry === null || entry.count <= most) return entry
    throw new MeasureError(`${what}: tag ${tag} has ${entry.count} values, not ${most} at most`)
  }
  return {
    strings: (tag, most) => mapped(entryOf(tag, most), (entry) => stringsAt(data, entry)),
    numbers: (tag, most) => mapped(entryOf(tag, most), (entry) => numbersAt(data, entry)),
  }
}

interface Entry {
  readonly type: number
  readonly at: number
  readonly count: number
}

const what = 'a package header'

// What rpm itself takes at most.
const mostEntries = 65_535

function mapped<T>(entry: Entry | null, read: (entry: Entry) => T): T | null {
  return entry === null ? null : read(entry)
}

// Types: 6 one string, 8 an array of them, 9 one for each language; all end with a zero byte.
function stringsAt(data: BoundedBytes, { type, at, count }: Entry): string[] {
  if (type !== 6 && type !== 8 && type !== 9) throw new MeasureError(`${what}: a text is of type ${type}`)
  const rest = data.slice(at, data.length - at)
  const found: string[] = []
  // One long text is decoded quicker than many short ones; of a single one that would be too much.
  const text = rest.toString('latin1', 0, count === 1 ? rest.indexOf(0) + 1 : rest.length)
  for (let start = 0; found.length < count; ) {
    const end = text.indexOf('\0', start)
    if (end < 0) throw new MeasureError(`${what}: a text has no end`)
    found.push(text.slice(start, end))
    start = end + 1
  }
  return found
}

// Types 1 and 2 have one byte, 3 has two, 4 four.
function numbersAt(data: BoundedBytes, { type, at, count }: Entry): number[] {
  const width = [0, 1, 1, 2, 4][type] ?? 0
  if (width === 0) throw new MeasureError(`${what}: a number is of type ${type}`)
  data.slice(at, width * count)
  const readAt = width === 1 ? data.u8 : width === 2 ? data.u16 : data.u32
  return Array.from({ length: count }, (_, index) => readAt(at + width * index))
}
