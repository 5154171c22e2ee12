/**
 * Decodes part of a base64 text (RFC 4648, section 4). In: where its first character stands in `source`, and the range
 * of decoded bytes that is wanted. Out: those bytes, at the same place in `target`, with up to two more on both sides;
 * false when one of the characters that were looked at is none of the alphabet, padding included.
 */
export function decodePart(
  source: Uint8Array,
  first: number,
  target: Uint8Array,
  from: number,
  to: number,
): boolean {
  let seen = 0
  for (let group = (from / 3) | 0, at = group * 3; at < to; group++, at += 3) {
    const bits = groupBits(source, first + group * 4)
    seen |= bits
    target[at] = bits >> 16
    target[at + 1] = bits >> 8
    target[at + 2] = bits
  }
  return seen >= 0
}

/** `decodePart` that ends early, behind a byte that is 0. */
export function decodeText(
  source: Uint8Array,
  first: number,
  target: Uint8Array,
  from: number,
  to: number,
): boolean {
  for (let group = (from / 3) | 0, at = group * 3; at < to; group++, at += 3) {
    const bits = groupBits(source, first + group * 4)
    if (bits < 0) return false
    target[at] = bits >> 16
    target[at + 1] = bits >> 8
    target[at + 2] = bits
    if (at >= from && ((bits & 0xff) === 0 || (bits & 0xff00) === 0 || bits >> 16 === 0)) return true
  }
  return true
}

/** How many bytes the characters from `first` to before `end` stand for; −1 when that is no base64 text by its length. */
export function decodedLength(source: Uint8Array, first: number, end: number): number {
  const length = end - first
  if (length % 4 !== 0 || length === 0) return -1
  const missing = source[end - 1] !== padding ? 0 : source[end - 2] !== padding ? 1 : 2
  return (length / 4) * 3 - missing
}

const padding = 0x3d

/** The 24 bits of four characters; negative when one of them is none of the alphabet. */
export function groupBits(source: Uint8Array, at: number): number {
  return (
    ((values[source[at] as number] as number) << 18) |
    ((values[source[at + 1] as number] as number) << 12) |
    ((values[source[at + 2] as number] as number) << 6) |
    (values[source[at + 3] as number] as number)
  )
}

/** The 16 bits of three characters before one of padding; negative as for four. */
export function shortBits(source: Uint8Array, at: number): number {
  const bits =
    ((values[source[at] as number] as number) << 12) |
    ((values[source[at + 1] as number] as number) << 6) |
    (values[source[at + 2] as number] as number)
  return bits >> 2
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = Int32Array.from({ length: 256 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)))
