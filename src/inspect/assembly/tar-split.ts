import { groupBits, padding, shortBits } from './base64'
import { fileFlag, flag, headerNode, headerTarget, mode, readHeader, size, targetLength } from './header'
import * as at from './memory'

/** Where the first line begins that the last call left alone, and how many bytes stand before the next header. */
export let stopped: usize = 0
export let ahead: i32 = 0

/**
 * Reads entries from lines of tar-split (vbatts/tar-split `tar/storage/entry.go`) that have just the shape that its
 * writer gives them: a line with the header of a file, a directory or a symlink, and one for its content. In: where the
 * lines stand, each with its line end, and how many bytes fill up the block before the first header. Out: how many
 * entries were read; they stand in the columns. What is anything else stays for another reader: see `stopped`.
 */
export function readEntries(start: usize, end: usize, before: i32): i32 {
  let count = 0
  stopped = start
  ahead = before
  while (stopped < end && count < at.mostRecords) {
    const next = readEntry(stopped, end, count)
    if (next === 0) break
    stopped = next
    ahead = <i32>-size & 511
    count++
  }
  return count
}

/** Where the next entry begins, or 0 when this one was left alone. */
function readEntry(line: usize, end: usize, record: i32): usize {
  if (!isAt(line, rawLine)) return 0
  const first = line + rawLine.length
  const quoteAt = textEnd(first, end)
  const content: usize = quoteAt === 0 ? 0 : lineEnd(quoteAt + 1, end)
  if (content === 0 || !readHeader(first, quoteAt, ahead)) return 0
  const next = readContent(content, end)
  if (next === 0) return 0
  const node = headerNode()
  const target = node < 0 ? -1 : headerTarget(ahead)
  if (target < 0) return 0
  store<f64>(at.sizes + ((<usize>record) << 3), <f64>(size + targetLength(ahead)))
  at.put(at.nodes, record, node)
  at.put(at.modes, record, (flag << 16) | mode)
  at.put(at.extras, record, flag === fileFlag ? checksum : target)
  return next
}

/** The lower half of the big-endian CRC-64 of the content that was read last; 0 for an empty one. */
let checksum: i32 = 0

// The name is the header's. Where the next line begins, or 0 for a content that is not as long as its header says.
function readContent(line: usize, end: usize): usize {
  if (!isAt(line, contentLine)) return 0
  const quoteAt = textEnd(line + contentLine.length, end)
  if (quoteAt === 0) return 0
  checksum = 0
  if (isAt(quoteAt + 1, noChecksum)) {
    return size === 0 ? lineEnd(quoteAt + 1 + noChecksum.length, end) : 0
  }
  if (!isAt(quoteAt + 1, sizeField)) return 0
  const digits = quoteAt + 1 + sizeField.length
  const behind = digitsEnd(digits)
  if (behind === 0 || numberOf(digits, behind) !== size || size === 0) return 0
  if (!isAt(behind, checksumField)) return 0
  const place = behind + checksumField.length
  const low = groupBits(place + 4)
  const rest = shortBits(place + 8)
  const isWhole = load<u8>(place + 11) === padding && load<u8>(place + 12) === quote
  if (!isWhole || (groupBits(place) | low | rest) < 0) return 0
  checksum = (low << 16) | rest
  return lineEnd(place + 13, end)
}

/** Where the closing quote of a text stands; 0 when it has an escape, so that it is not what it looks like, or no end. */
function textEnd(start: usize, end: usize): usize {
  for (let place = start; place < end; place += 16) {
    const bytes = v128.load(place)
    const found = v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash)))
    const bits = i8x16.bitmask(found)
    if (bits === 0) continue
    const first = place + ctz(bits)
    return first < end && load<u8>(first) === quote ? first : 0
  }
  return 0
}

/** Where the next line begins, when the last field and the end of this one stand there; else 0. */
function lineEnd(place: usize, end: usize): usize {
  if (!isAt(place, positionField)) return 0
  const behind = digitsEnd(place + positionField.length)
  const isEnd = behind !== 0 && load<u8>(behind) === endOfObject && load<u8>(behind + 1) === newline
  return isEnd && behind + 2 <= end ? behind + 2 : 0
}

/** Behind the digits of a whole number as JSON has it, of at most 15 digits; else 0. */
function digitsEnd(start: usize): usize {
  let place = start
  while (load<u8>(place) - 0x30 < 10) place++
  const length = place - start
  const isNumber = length > 0 && length <= 15 && (load<u8>(start) !== 0x30 || length === 1)
  return isNumber ? place : 0
}

function numberOf(start: usize, end: usize): i64 {
  let value: i64 = 0
  for (let place = start; place < end; place++) value = value * 10 + load<u8>(place) - 0x30
  return value
}

function isAt(place: usize, text: string): bool {
  // Texts of this module have 16 bits a character.
  const own = changetype<usize>(text)
  for (let index = 0; index < text.length; index++) {
    if (load<u8>(place + index) !== load<u16>(own + (index << 1))) return false
  }
  return true
}

const quote: u8 = 0x22
const backslash: u8 = 0x5c
const newline: u8 = 0x0a
const endOfObject: u8 = 0x7d

const rawLine = '{"type":2,"payload":"'
const contentLine = '{"type":1,"name":"'
const sizeField = ',"size":'
const noChecksum = ',"payload":null'
const checksumField = ',"payload":"'
const positionField = ',"position":'
