import type { OutputExpectation } from '../config/config.ts'
import { firstLine } from './excerpt.ts'
import type { Assertion } from './result.ts'

/** Tells whether a text meets an expectation. */
export type Matcher = (text: string) => boolean

/**
 * The test that an expectation stands for: a substring, or an RE2 pattern found anywhere in the text (no
 * flags; `(?m)` and the like as RE2 has them). Throws when the pattern is none of RE2.
 */
export async function outputMatcher(expectation: OutputExpectation): Promise<Matcher> {
  if (expectation.kind === 'contains') return (text) => text.includes(expectation.value)
  const { RE2JS } = await import('re2js')
  const pattern = RE2JS.compile(expectation.value)
  return (text) => pattern.matcher(text).find()
}

/** Holds one stream to its expectation. `text` is everything that the program printed on it. */
export function assertOutput(
  stream: 'stdout' | 'stderr',
  expectation: OutputExpectation,
  text: string,
  matches: Matcher,
): Assertion {
  const expected =
    expectation.kind === 'contains' ? `contains "${expectation.value}"` : `matches /${expectation.value}/`
  const line = firstLine(text)
  return { what: stream, expected, actual: line === null ? 'nothing' : `"${line}"`, passed: matches(text) }
}
