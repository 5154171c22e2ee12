import { decode, decodedLength, decodeText } from './base64'
import * as at from './memory'
import { intern } from './names'
import { pathNode } from './paths'

/** The type flags that are read here: a file, a symlink, a directory. Every other one is left alone. */
export const fileFlag: i32 = 0x30
const symlinkFlag: i32 = 0x32
const directoryFlag: i32 = 0x35

/** The header that was read last: its flag, its permission bits, and the bytes of a file. */
export let flag: i32 = 0
export let mode: i32 = 0
export let size: i64 = 0

let name: usize = 0
let nameEnd: usize = 0
let linkEnd: usize = 0

/**
 * Reads a header block (POSIX ustar) in base64 from `first` to before `end`, of which only the fields that a table
 * needs are decoded. `ahead` bytes fill up the block before it. False for a header that is left alone.
 */
export function readHeader(first: usize, end: usize, ahead: i32): bool {
  if (decodedLength(first, end) !== ahead + 512) return false
  if (!decode(first, ahead + 156, ahead + 158)) return false
  flag = load<u8>(at.block + ahead + 156)
  if (flag !== fileFlag && flag !== symlinkFlag && flag !== directoryFlag) return false
  if (!decode(first, ahead + 100, ahead + 108) || !decode(first, ahead + 124, ahead + 136)) return false
  const bits = octal(at.block + ahead + 100, 7)
  const bytes = octal(at.block + ahead + 124, 11)
  if (bits < 0 || bytes < 0) return false
  mode = <i32>bits & 0o7777
  size = flag === fileFlag ? bytes : 0
  return readName(first, ahead) && readTarget(first, ahead)
}

/** The node of the header's path, made where it is new; −1 for a path that is left alone. */
export function headerNode(): i32 {
  return pathNode(name, nameEnd)
}

/** The number of the target of a symlink among the names; 0 for everything else, −1 without room. */
export function headerTarget(ahead: i32): i32 {
  return flag === symlinkFlag ? intern(at.block + ahead + 157, linkEnd) : 0
}

/** The length of a symlink's target, which is its size. */
export function targetLength(ahead: i32): i32 {
  return flag === symlinkFlag ? <i32>(linkEnd - (at.block + ahead + 157)) : 0
}

// Longer ones have the first part of their path in a field of its own, but for star and GNU, which have other things there.
function readName(first: usize, ahead: i32): bool {
  name = at.block + ahead
  nameEnd = decodeText(first, ahead, ahead + 100)
  if (nameEnd <= name || !decode(first, ahead + 345, ahead + 346)) return false
  return load<u8>(at.block + ahead + 345) === 0 || joinName(first, ahead)
}

function joinName(first: usize, ahead: i32): bool {
  if (!decode(first, ahead + 257, ahead + 263) || !decode(first, ahead + 508, ahead + 510)) return false
  if (load<u32>(at.block + ahead + 257) !== ustar || load<u16>(at.block + ahead + 261) !== 0x72) return false
  if (load<u16>(at.block + ahead + 508) === star) return false
  const prefix = at.block + ahead + 345
  const prefixEnd = decodeText(first, ahead + 345, ahead + 500)
  if (prefixEnd === 0) return false
  const own = at.joined + (prefixEnd - prefix) + 1
  memory.copy(at.joined, prefix, prefixEnd - prefix)
  store<u8>(own - 1, 0x2f)
  memory.copy(own, name, nameEnd - name)
  nameEnd = own + (nameEnd - name)
  name = at.joined
  return true
}

// Little-endian, as memory has them: `usta`, and the first half of the mark of star. Its other half may stand before
// the padding of base64.
const ustar: u32 = 0x61747375
const star: u16 = 0x6174

function readTarget(first: usize, ahead: i32): bool {
  if (flag !== symlinkFlag) return true
  linkEnd = decodeText(first, ahead + 157, ahead + 257)
  return linkEnd !== 0
}

// As Go and GNU tar write numbers: digits, and a 0 or a space behind them. Every other form is left alone: −1.
function octal(place: usize, digits: i32): i64 {
  let value: i64 = 0
  for (let index = 0; index < digits; index++) {
    const digit = <i64>load<u8>(place + index) - 0x30
    if (digit < 0 || digit > 7) return -1
    value = (value << 3) | digit
  }
  const behind = load<u8>(place + digits)
  return behind === 0 || behind === 0x20 ? value : -1
}
