import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { splitLines, visible } from '../../../src/sink/neutralise.ts'

test.each([
  ['plain text', 'plain text', 'plain text'],
  ['tab is kept', 'a\tb', 'a\tb'],
  ['line break', 'a\nb', 'a\\x0ab'],
  ['ANSI colour', '\x1b[31mred', '\\x1b[31mred'],
  ['C1', '\x9b31m', '\\x9b31m'],
  ['bidi override', 'a\u202eb', 'a\\u{202e}b'],
  ['zero width', 'a\u200bb', 'a\\u{200b}b'],
  ['tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
  ['variation selector', 'a\ufe0fb', 'a\\u{fe0f}b'],
  ['no-break space', 'a\u00a0b', 'a\\xa0b'],
  ['lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ['Hangul filler', 'a\u3164b', 'a\\u{3164}b'],
  ['umlaut and emoji', 'ä😀', 'ä😀'],
  ['harmless backslash', 'C:\\dir', 'C:\\dir'],
  ['backslash that would read as an escape', '\\x0a', '\\\\x0a'],
])('visible shows %s', (_what, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('different texts stay different', () => {
  const unit = fc.constantFrom('\\', 'x', 'u', '0', 'a', '{', '}', '\n', '\t', '\u200b', '\u00a0', 'n')
  const text = fc.string({ unit, maxLength: 8 })
  fc.assert(
    fc.property(text, (written) => {
      expect(decoded(visible(written))).toBe(written)
    }),
    { numRuns: 2000 },
  )
})

test('splitLines splits at every kind of line break', () => {
  expect(splitLines('a\r\nb\nc\rd\ve\ff\u0085g\u2028h\u2029i')).toEqual([...'abcdefghi'])
})

/** The way back: proof that `visible` loses nothing. */
function decoded(shown: string): string {
  return shown.replace(/\\\\|\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}/g, (whole, short, long) =>
    whole === '\\\\' ? '\\' : String.fromCodePoint(Number.parseInt(short ?? long, 16)),
  )
}
