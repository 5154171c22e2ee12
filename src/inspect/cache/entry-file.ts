import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { BadEntry } from './bad-entry.ts'

/**
 * The file of one cache entry, numbers in the byte order of the machine:
 *
 * | bytes | what |
 * |---|---|
 * | 0–7 | `ISGLAYER` |
 * | 8–11 | version of the format; another version, or another byte order, is no entry |
 * | 12–15 | number of sections |
 * | 16–47 | diffID of the layer (SHA-256, raw) |
 * | 48–79 | SHA-256 of the whole file without these 32 bytes |
 * | from 80 | per section 16 bytes: number, 0 (plain) or 1 (deflate), length in the file, length unpacked |
 * | then | the sections' bytes, in that order, without gaps, to the end of the file |
 *
 * A reader passes over sections that it does not know, so that more can be kept of a layer later, such as
 * the package databases in it. `LayerSection` lists those of the table.
 */
export const formatVersion = 1

/** Sections by number. */
export type Sections = ReadonlyMap<number, Uint8Array>

const magic = Buffer.from('ISGLAYER', 'latin1')
const headLength = 80
const sumStart = 48
const mostSections = 64

/** Writes sections to the bytes of an entry. `diffId` as `sha256:HEX`. */
export function packEntry(diffId: string, sections: Sections): Buffer {
  const packed = [...sections].map(([number, bytes]) => ({ number, ...pack(bytes) }))
  const head = Buffer.alloc(headLength + 16 * packed.length)
  magic.copy(head)
  const words = wordsOf(head)
  words[2] = formatVersion
  words[3] = packed.length
  rawDigest(diffId).copy(head, 16)
  words.set(
    packed.flatMap(({ number, how, stored, length }) => [number, how, stored.length, length]),
    headLength / 4,
  )
  const bytes = Buffer.concat([head, ...packed.map(({ stored }) => stored)])
  sumOf(bytes).copy(bytes, sumStart)
  return bytes
}

/** Reads what `packEntry` wrote. Throws a `BadEntry`, or zlib's error, for anything else. */
export function unpackEntry(diffId: string, bytes: Buffer): Sections {
  if (bytes.length < headLength || !bytes.subarray(0, 8).equals(magic)) throw new BadEntry('no entry')
  const [version, count] = wordsOf(Buffer.from(bytes.subarray(8, 16)))
  if (version !== formatVersion) throw new BadEntry('another format')
  if (!bytes.subarray(16, 48).equals(rawDigest(diffId))) throw new BadEntry('of another layer')
  if (!bytes.subarray(sumStart, headLength).equals(sumOf(bytes))) throw new BadEntry('damaged')
  if (count === undefined || count > mostSections) throw new BadEntry('too many sections')
  return unpackSections(bytes, count)
}

function unpackSections(bytes: Buffer, count: number): Sections {
  let at = headLength + 16 * count
  if (at > bytes.length) throw new BadEntry('truncated')
  const words = wordsOf(Buffer.from(bytes.subarray(headLength, at)))
  const sections = new Map<number, Uint8Array>()
  let room = mostRatio * bytes.length + leastRoom
  for (let word = 0; word < words.length; word += 4) {
    const [number, how, stored, length] = words.subarray(word, word + 4)
    const end = at + (stored as number)
    room -= length as number
    if (end > bytes.length || room < 0) throw new BadEntry('a section that does not fit')
    sections.set(number as number, unpack(bytes.subarray(at, end), how as number, length as number))
    at = end
  }
  if (at !== bytes.length) throw new BadEntry('more than its sections')
  return sections
}

// Short sections are not worth a stream of zlib's.
const shortest = 256

function pack(bytes: Uint8Array): { how: 0 | 1; stored: Uint8Array; length: number } {
  const { length } = bytes
  if (length < shortest) return { how: 0, stored: bytes, length }
  const stored = deflateSync(bytes, { level: 1 })
  return stored.length < length ? { how: 1, stored, length } : { how: 0, stored: bytes, length }
}

// What an entry may unpack to, for its length: a table has names and checksums, which do not shrink further.
const mostRatio = 64
const leastRoom = 1024 * 1024

// A copy: the columns are views of whole numbers, which need a place of their own.
function unpack(stored: Buffer, how: number, length: number): Uint8Array {
  if (how === 0 && stored.length === length) return new Uint8Array(stored)
  if (how !== 1) throw new BadEntry('a section that is packed in no known way')
  const bytes = inflateSync(stored, { maxOutputLength: length, chunkSize: length + 64 })
  if (bytes.length !== length) throw new BadEntry('a section of another length')
  return bytes
}

function sumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes.subarray(0, sumStart)).update(bytes.subarray(headLength)).digest()
}

function rawDigest(diffId: string): Buffer {
  const digest = /^sha256:([0-9a-f]{64})$/.exec(diffId)?.[1]
  if (digest === undefined) throw new BadEntry('no diffID')
  return Buffer.from(digest, 'hex')
}

function wordsOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}
