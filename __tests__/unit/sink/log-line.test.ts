import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { foreignLines, ownLine, ownLines } from '../../../src/sink/log-line.ts'
import { anyText } from '../../doubles/any-text.ts'

/** What actions/runner takes for a command: `::` after white space, or `##[` anywhere. .NET trims U+0085 too. */
const command = /^[\s\u0085]*::|##\[/

/** Lines as .NET's reader ends them. */
const runnerLines = (lines: readonly string[]) => lines.flatMap((line) => line.split(/\r\n|[\r\n]/))

const payloads: [string, string][] = [
  ['a command at the start of a line', '::error::pwned'],
  ['a command after spaces', '   \t::warning file=a::pwned'],
  ['a command after a bare carriage return', 'progress\r::set-output name=verdict::pass'],
  ['a command after U+0085', '\u0085::error::pwned'],
  ['a command in its own line by U+0085', 'x\u0085::error::pwned'],
  ['a command after U+2028', 'x\u2028::error::pwned'],
  ['a command after a no-break and an ideographic space', '\u00a0\u3000::error::pwned'],
  ['a command after a zero-width space', '\u200b::error::pwned'],
  ['a command after a byte order mark', '\ufeff::error::pwned'],
  ['a command after a vertical tab and a form feed', 'a\v::error::b\f::error::c'],
  ['the older form in the middle of a line', 'text ##[error]pwned'],
  ['the older form after many hashes', '####[add-path]/tmp'],
  ['upper case', '::ERROR::pwned ##[SET-ENV name=A]b'],
  ['stop-commands', '::stop-commands::token'],
  ['add-mask', '::add-mask::1'],
  ['save-state', '::save-state name=a::b'],
  ['a problem matcher', '::add-matcher::evil.json\n##[add-matcher]evil.json'],
  ['the older form cut by an invisible character', '##\u200b[error]x'],
]

describe.each(payloads)('%s', (_name, payload) => {
  test('is no command in foreign text', () => {
    for (const line of runnerLines(foreignLines(payload))) expect(line).not.toMatch(command)
  })
  test('is no command in a line of ours', () => {
    for (const line of runnerLines(ownLines(payload))) expect(line).not.toMatch(command)
    for (const line of runnerLines([ownLine(payload)])) expect(line).not.toMatch(command)
  })
})

describe('foreignLines', () => {
  test('puts every line behind the gutter', () => {
    expect(foreignLines('one\ntwo\r\nthree\n')).toEqual(['| one', '| two', '| three'])
  })

  test('shows terminal escapes, bidi and invisible characters instead of letting them act', () => {
    expect(foreignLines('\u001b[2J\u001b]8;;http://x\u0007\u009b1m \u202egnp.exe\u{e0041}\u0000')).toEqual([
      '| \\x1b[2J\\x1b]8;;http://x\\x07\\x9b1m \\u{202e}gnp.exe\\u{e0041}\\x00',
    ])
  })

  test('cuts a long line and says how much is left out', () => {
    const [line] = foreignLines('x'.repeat(5000))
    expect(line).toBe(`| ${'x'.repeat(2048)} … 2952 characters left out`)
  })

  test('cuts between characters, never inside one', () => {
    expect(foreignLines('ü'.repeat(10), { lineBytes: 5, totalBytes: 100 })).toEqual([
      '| üü … 8 characters left out',
    ])
  })

  test('keeps the head and the tail of a long text and counts the lines between', () => {
    const text = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n')
    expect(foreignLines(text, { lineBytes: 100, totalBytes: 50 })).toEqual([
      '| line 0',
      '| line 1',
      '… 96 lines left out',
      '| line 98',
      '| line 99',
    ])
  })

  test('stays within its bound for any text', () => {
    fc.assert(
      fc.property(fc.array(anyText), (lines) => {
        const shown = foreignLines(lines.join('\n'), { lineBytes: 40, totalBytes: 400 })
        expect(Buffer.byteLength(shown.join('\n'))).toBeLessThan(460)
      }),
    )
  })

  test('no text makes a command', () => {
    const piece = fc.oneof(
      fc.constantFrom('::', '##[', '#', '[', ':', '\r', '\n', '\u0085', ' ', '\u00a0', 'error', ']'),
      anyText,
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const line of runnerLines([...foreignLines(pieces.join('')), ...ownLines(pieces.join(''))])) {
          expect(line).not.toMatch(command)
        }
      }),
    )
  })
})

describe('ownLines', () => {
  test('leaves plain words alone', () => {
    expect(ownLines('before: 10 MB\nafter: 12 MB')).toEqual(['before: 10 MB', 'after: 12 MB'])
  })
  test('breaks a command that a name smuggles in so that the reader sees it', () => {
    expect(ownLines('::error::x\nstage ##[group]y')).toEqual([': :error::x', 'stage ## [group]y'])
  })
})
