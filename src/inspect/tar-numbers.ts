import { MeasureError } from './measure-error.ts'

/**
 * A number field of a tar header, as GNU tar and Go write it: octal digits padded with spaces and NULs, or,
 * with the top bit of the first byte set, big-endian base 256. An empty field is 0.
 *
 * Throws a `MeasureError` for a negative number, one above 2^53 − 1, and anything else.
 */
export function tarNumber(block: Buffer, start: number, end: number, field: string): number {
  if ((block[start] ?? 0) & 0x80) return base256(block, start, end, field)
  const text = block.toString('latin1', start, end).replace(/^[ \0]+/, '')
  const digits = text.replace(/\0.*$/s, '').replace(/ +$/, '')
  if (digits === '') return 0
  if (!/^[0-7]+$/.test(digits)) throw new MeasureError(`tar header: ${field} is not a number`)
  return checked(Number.parseInt(digits, 8), field)
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
