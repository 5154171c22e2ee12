import { groupBits, shortBits } from './base64-part.ts'

/** How a line of tar-split begins that holds bytes of the tar (vbatts/tar-split `tar/storage/entry.go`, written by Go). */
export const rawLine = Buffer.from('{"type":2,"payload":"')
/** How a line begins that stands for a content; its name follows. */
export const contentLine = Buffer.from('{"type":1,"name":"')
/** What comes between name and size; an empty content has neither. */
export const sizeField = Buffer.from(',"size":')
/** What comes where no content was. */
export const noChecksum = Buffer.from(',"payload":null')
/** What comes before the CRC-64 of a content. */
export const checksumField = Buffer.from(',"payload":"')

const positionField = Buffer.from(',"position":')
const quote = 0x22
const newline = 0x0a
const endOfObject = 0x7d

/** True where the bytes at an offset are these. */
export function startsWith(bytes: Uint8Array, at: number, start: Uint8Array): boolean {
  if (at < 0 || at + start.length > bytes.length) return false
  for (let place = 0; place < start.length; place++) if (bytes[at + place] !== start[place]) return false
  return true
}

/** Where the next line begins, when the last field and the end of this one stand at an offset; else −1. */
export function lineEnd(bytes: Uint8Array, at: number): number {
  if (!startsWith(bytes, at, positionField)) return -1
  const end = digitsEnd(bytes, at + positionField.length)
  return end >= 0 && bytes[end] === endOfObject && bytes[end + 1] === newline ? end + 2 : -1
}

/** Behind the quote that ends a text; −1 for one with an escape, or what JSON or ASCII has not. */
export function textEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === quote) return at + 1
    if (byte < 0x20 || byte === 0x5c || byte >= 0x7f) return -1
  }
  return -1
}

/** Behind the digits of a whole number as JSON has it, of at most 15 digits; else −1. */
export function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && isDigit(bytes[at] as number)) at++
  const isNumber = at > start && at - start <= 15 && (bytes[start] !== 0x30 || at === start + 1)
  return isNumber ? at : -1
}

/** The number of those digits. */
export function numberOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at] as number) - 0x30
  return value
}

/** Characters of a CRC-64 in base64. */
const checksumLength = 12

/** Behind a CRC-64 and its quote, 8 bytes in base64; else −1. */
export function checksumEnd(bytes: Uint8Array, start: number): number {
  const end = start + checksumLength
  const isWhole = bytes[end - 1] === 0x3d && bytes[end] === quote
  const isDecoded = (groupBits(bytes, start) | groupBits(bytes, start + 4) | shortBits(bytes, start + 8)) >= 0
  return isWhole && isDecoded ? end + 1 : -1
}

/** The lower half of the big-endian CRC-64 that stands at an offset. */
export function checksumAt(bytes: Uint8Array, start: number): number {
  return ((groupBits(bytes, start + 4) & 0xffff) << 16) | shortBits(bytes, start + 8)
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
