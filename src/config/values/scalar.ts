import { quoted, type Reading } from '../mistakes.ts'

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 3.6e6 }
const longest = 24 * 3.6e6

/** Reads a duration such as `60s`, `1.5m` or `500ms` into whole milliseconds, more than 0 and at most 24 h. */
export function readDuration(text: string): Reading<number> {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? []
  const factor = unit === undefined ? undefined : milliseconds[unit]
  if (digits !== undefined && unit === '') {
    return {
      wrong: `${quoted(text)} has no unit; expected a time such as 60s, 5m or 1h.`,
      write: `${digits}s`,
    }
  }
  if (digits === undefined || factor === undefined) {
    return { wrong: `${quoted(text)} is not a time; expected one such as 60s, 5m or 1h.`, write: '60s' }
  }
  const value = Math.round(Number(digits) * factor)
  if (value > 0 && value <= longest) return { value }
  return { wrong: `${quoted(text)} is out of range; expected more than 0 and at most 24h.`, write: '60s' }
}

/** Reads `true` or `false` as the YAML 1.2 core schema writes them. */
export function readBoolean(text: string): Reading<boolean> {
  if (/^(true|True|TRUE)$/.test(text)) return { value: true }
  if (/^(false|False|FALSE)$/.test(text)) return { value: false }
  return { wrong: `${quoted(text)} is not a boolean; expected true or false.`, write: 'true' }
}

/** Reads a whole number of 1 or more. */
export function readCount(text: string): Reading<number> {
  const value = Number(text)
  if (/^\d{1,7}$/.test(text) && value > 0) return { value }
  return { wrong: `${quoted(text)} is not a count; expected a whole number from 1 to 9999999.`, write: '512' }
}

/** Reads one of several words. */
export function readChoice(text: string, choices: readonly string[]): Reading<string> {
  if (choices.includes(text)) return { value: text }
  return {
    wrong: `${quoted(text)} is none of the choices; expected ${choices.join(', ')}.`,
    write: choices[0] ?? null,
  }
}
