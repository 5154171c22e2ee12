import { quoted, type Reading } from '../mistakes.ts'

/** The forms that a size may have, for messages. */
export const sizeForms = '200MB, 10 MiB, 1.5GB, 512k or 0'

const factors: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

/**
 * Reads a size into bytes, rounded to whole ones: a number and a unit, with or without a space, in
 * upper or lower case. `kB MB GB TB` are powers of 1000 and `KiB MiB GiB TiB` powers of 1024, as
 * Docker prints. `k` in lower case is kB, as in SI. Any other single letter is ambiguous (`du` and
 * `docker run --memory` mean powers of 1024 by it) and refused, and so is a number other than 0
 * that has no unit.
 */
export function readSize(text: string): Reading<number> {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  if (digits === undefined || unit === undefined) return notASize(text)
  if (unit === '' && Number(digits) === 0) return { value: 0 }
  if (unit === '') {
    return {
      wrong: `${quoted(text)} has no unit; expected a size such as ${sizeForms}.`,
      write: `${digits}MB`,
    }
  }
  if (unit !== 'k' && /^[kmgt]$/i.test(unit)) return ambiguous(text, digits, unit)
  const factor = factors[unit === 'k' ? 'kb' : unit.toLowerCase()]
  return factor === undefined ? notASize(text) : wholeBytes(text, digits, factor)
}

/** Like `readSize`, for memory: there `k` is refused too, because `docker run --memory 512k` means KiB. */
export function readMemory(text: string): Reading<number> {
  const [, digits] = /^(\d+(?:\.\d+)?)\s*k$/.exec(text.trim()) ?? []
  if (digits !== undefined) return ambiguous(text, digits, 'k')
  const reading = readSize(text)
  if ('wrong' in reading) return reading
  const least = 6 * 2 ** 20
  if (reading.value >= least) return reading
  return {
    wrong: `${quoted(text)} is less than the 6 MiB that the engine needs to start a container.`,
    write: '512MiB',
  }
}

function notASize(text: string): Reading<number> {
  return { wrong: `${quoted(text)} is not a size; expected one such as ${sizeForms}.`, write: '200MB' }
}

function ambiguous(text: string, digits: string, unit: string): Reading<number> {
  const letter = unit.toUpperCase()
  const decimal = `${digits}${letter === 'K' ? 'k' : letter}B`
  return {
    wrong: `${quoted(text)} could mean ${decimal} (powers of 1000) or ${digits}${letter}iB (powers of 1024); write which.`,
    write: decimal,
  }
}

/** Decimal arithmetic in integers, so that 1.1GB is 1100000000. */
function wholeBytes(text: string, digits: string, factor: number): Reading<number> {
  const [whole = '0', fraction = ''] = digits.split('.')
  const scale = 10n ** BigInt(fraction.length)
  const bytes = (BigInt(whole + fraction) * BigInt(factor) + scale / 2n) / scale
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER)) {
    return {
      wrong: `${quoted(text)} is more than 9007199254740991 bytes, the most that is counted.`,
      write: null,
    }
  }
  return { value: Number(bytes) }
}
