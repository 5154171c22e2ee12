import type { Verdict } from '../judge/judgement.ts'

/** A verdict as a sign that reads in light, dark and plain text. */
export const verdictSign = {
  pass: '✅',
  warn: '⚠️',
  fail: '❌',
  'not-measured': '❔',
} as const satisfies Record<Verdict, string>

/** A verdict as the reader sees it. */
export const verdictWords = {
  pass: 'Passed',
  warn: 'Passed with a warning',
  fail: 'Failed',
  'not-measured': 'Not measured',
} as const satisfies Record<Verdict, string>
