import { quoted, type Reading } from '../mistakes.ts'

/**
 * Reads a number of bytes as dive does (go-humanize `ParseBytes`): digits with commas, a unit in any case with or
 * without a space; a single letter is a power of 1000 and no unit means bytes; the result is cut to whole bytes.
 */
export function readDiveBytes(text: string): Reading<number> {
  const [, digits = '', unit = ''] = /^([\d.,]+)\s*([a-z]*)\s*$/i.exec(text.trim()) ?? []
  const factor = factors[unit.toLowerCase()]
  const number = digits === '' ? Number.NaN : Number(digits.replaceAll(',', ''))
  const bytes = factor === undefined ? Number.NaN : Math.floor(number * factor)
  if (Number.isSafeInteger(bytes)) return { value: bytes }
  return { wrong: `${quoted(text)} is not a number of bytes.`, write: '20MB' }
}

const factors: Readonly<Record<string, number>> = Object.fromEntries([
  ['', 1],
  ['b', 1],
  ...['k', 'm', 'g', 't', 'p', 'e'].flatMap((letter, index) => [
    [letter, 1000 ** (index + 1)],
    [`${letter}b`, 1000 ** (index + 1)],
    [`${letter}i`, 1024 ** (index + 1)],
    [`${letter}ib`, 1024 ** (index + 1)],
  ]),
])
