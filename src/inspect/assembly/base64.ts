import * as at from './memory'

/**
 * Decodes part of a base64 text (RFC 4648, section 4). In: where its first character stands, and the range of decoded
 * bytes that is wanted. Out: those bytes in `block`, with up to two more on both sides; false when one of the
 * characters that were looked at is none of the alphabet, padding included.
 */
export function decode(first: usize, from: i32, to: i32): bool {
  let seen = 0
  for (let group = from / 3; group * 3 < to; group++) {
    const bits = groupBits(first + ((<usize>group) << 2))
    seen |= bits
    write(group * 3, bits)
  }
  return seen >= 0
}

/** `decode` of a text that ends before the first byte that is 0. Out: where it ends in `block`; 0 as for false. */
export function decodeText(first: usize, from: i32, to: i32): usize {
  let place = at.block + from
  const end = at.block + to
  for (let group = from / 3; group * 3 < to; group++) {
    const bits = groupBits(first + ((<usize>group) << 2))
    if (bits < 0) return 0
    write(group * 3, bits)
    const written = min(at.block + group * 3 + 3, end)
    while (place < written) {
      if (load<u8>(place) === 0) return place
      place++
    }
  }
  return place
}

/** How many bytes the characters from `first` to before `end` stand for; −1 when that is no base64 text by its length. */
export function decodedLength(first: usize, end: usize): i32 {
  const length = <i32>(end - first)
  if (length % 4 !== 0 || length === 0) return -1
  const missing = load<u8>(end - 1) !== padding ? 0 : load<u8>(end - 2) !== padding ? 1 : 2
  return (length / 4) * 3 - missing
}

/** The 24 bits of four characters; negative when one of them is none of the alphabet. */
export function groupBits(place: usize): i32 {
  return (bitsAt(place) << 18) | (bitsAt(place + 1) << 12) | (bitsAt(place + 2) << 6) | bitsAt(place + 3)
}

/** The 16 bits of three characters before one of padding; negative as for four. */
export function shortBits(place: usize): i32 {
  return ((bitsAt(place) << 12) | (bitsAt(place + 1) << 6) | bitsAt(place + 2)) >> 2
}

/** What fills up a text of base64: `=`. */
export const padding: u8 = 0x3d

function bitsAt(place: usize): i32 {
  return load<i8>(at.base64 + load<u8>(place))
}

function write(place: i32, bits: i32): void {
  const target = at.block + place
  store<u8>(target, bits >> 16)
  store<u8>(target + 1, bits >> 8)
  store<u8>(target + 2, bits)
}

memory.fill(at.base64, 0xff, 256)
for (let value: u8 = 0; value < 26; value++) {
  store<u8>(at.base64 + 0x41 + value, value)
  store<u8>(at.base64 + 0x61 + value, 26 + value)
}
for (let value: u8 = 0; value < 10; value++) store<u8>(at.base64 + 0x30 + value, 52 + value)
store<u8>(at.base64 + 0x2b, 62)
store<u8>(at.base64 + 0x2f, 63)
