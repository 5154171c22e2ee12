import type { Report } from './report.ts'

/**
 * The report as indented JSON, ending with a line break. What a terminal or a runner would obey or hide
 * (control, format and separator characters, `##[`) is written as JSON escapes: the value stays the same.
 * Secrets are replaced before: give it the redacted report.
 */
export function renderJson(report: Report): string {
  const text = JSON.stringify(report, null, 2)
  return `${text.replace(/##\[|(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    found === '##[' ? '##\\u005b' : escapedUnits(found),
  )}\n`
}

function escapedUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
