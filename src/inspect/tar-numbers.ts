import { MeasureError } from './measure-error.ts'

/**
 * A number field of a tar header, as GNU tar and Go write it: octal digits padded with spaces and NULs, or,
 * with the top bit of the first byte set, big-endian base 256. An empty field is 0.
 *
 * Throws a `MeasureError` for a negative number, one above 2^53 − 1, and anything else.
 */
export function tarNumber(block: Buffer, start: number, end: number, field: string): number {
  if ((block[start] ?? 0) & 0x80) return base256(block, start, end, field)
  let at = start
  while (at < end && (block[at] === space || block[at] === 0)) at++
  let value = 0
  for (; at < end && isOctal(block[at]); at++) value = value * 8 + (block[at] as number) - zero
  while (at < end && block[at] === space) at++
  if (at < end && block[at] !== 0) throw new MeasureError(`tar header: ${field} is not a number`)
  return checked(value, field)
}

const space = 0x20
const zero = 0x30

function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= zero + 7
}

/** A decimal number of a pax record. Throws a `MeasureError` like `tarNumber`. */
export function paxNumber(text: string, field: string): number {
  if (!/^\d+$/.test(text)) throw new MeasureError(`tar header: ${field} is not a number`)
  return checked(Number(text), field)
}

function base256(block: Buffer, start: number, end: number, field: string): number {
  const first = block[start] ?? 0
  if (first & 0x40) throw new MeasureError(`tar header: ${field} is negative`)
  let value = first & 0x3f
  for (let at = start + 1; at < end; at++) value = checked(value * 256 + (block[at] ?? 0), field)
  return value
}

function checked(value: number, field: string): number {
  if (!Number.isSafeInteger(value)) throw new MeasureError(`tar header: ${field} is out of range`)
  return value
}
