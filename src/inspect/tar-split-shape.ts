import { groupBits, shortBits } from './base64-part.ts'

/** How a line of tar-split begins that holds bytes of the tar (vbatts/tar-split `tar/storage/entry.go`, written by Go). */
export const rawLine = shape('{"type":2,"payload":"')
/** How a line begins that stands for a content; its name follows. */
export const contentLine = shape('{"type":1,"name":"')
/** What comes between name and size; an empty content has neither. */
export const sizeField = shape(',"size":')
/** What comes where no content was. */
export const noChecksum = shape(',"payload":null')
/** What comes before the CRC-64 of a content. */
export const checksumField = shape(',"payload":"')

const positionField = shape(',"position":')
const quote = 0x22
const newline = 0x0a
const endOfObject = 0x7d

/** Bytes that a line may hold, and how many they are: asking a buffer for its length costs a call each time. */
export interface Shape {
  readonly bytes: Uint8Array
  readonly length: number
}

/** True where the bytes at an offset are these; false for a negative one. */
export function startsWith(bytes: Uint8Array, at: number, { bytes: start, length }: Shape): boolean {
  if (at < 0) return false
  for (let place = 0; place < length; place++) if (bytes[at + place] !== start[place]) return false
  return true
}

/** Where the next line begins, when the last field and the end of this one stand at an offset; else −1. */
export function lineEnd(bytes: Uint8Array, at: number): number {
  if (!startsWith(bytes, at, positionField)) return -1
  const end = digitsEnd(bytes, at + positionField.length)
  return end >= 0 && bytes[end] === endOfObject && bytes[end + 1] === newline ? end + 2 : -1
}

/** Behind the digits of a whole number as JSON has it, of at most 15 digits; else −1. */
export function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (isDigit(bytes[at] as number)) at++
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

function shape(text: string): Shape {
  return { bytes: Buffer.from(text), length: text.length }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
