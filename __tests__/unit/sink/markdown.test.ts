import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { cell, code, fence, htmlCode, prose } from '../../../src/sink/markdown.ts'

test.each([
  ['python --version', '`python --version`'],
  ['a`b', '<code>a&#96;b</code>'],
  ['a|b', '<code>a&#124;b</code>'],
  ['@team', '<code>&#64;team</code>'],
  ['##[error]x', '<code>&#35;&#35;&#91;error&#93;x</code>'],
  ['a\nb', '<code>a&#92;x0ab</code>'],
  ['a\tb', '<code>a&#92;x09b</code>'],
  [' a', '<code> a</code>'],
  ['<img src=x>', '<code>&#60;img src=x&#62;</code>'],
])('code of %j', (text, shown) => {
  expect(code(text)).toBe(shown)
})

test('cell cuts the middle of a long text', () => {
  expect(cell('/usr/lib/python3/dist-packages/very/long.so', 20)).toBe('`/usr/lib/p…y/long.so`')
})

test('fence is longer than any run of backticks, and no line begins with foreign text', () => {
  expect(fence(['/lgtm', '````'])).toBe('`````\n| /lgtm\n| ````\n`````')
})

test.each([
  ['gcc is gone: /usr/bin/gcc.', 'gcc is gone: /usr/bin/gcc.'],
  ['@dependabot merge #12', '&#92;x40dependabot merge &#92;x2312'],
  ['see https://evil.example', 'see https&#92;x3a//evil.example'],
  ['www.evil.example GH-12 :tada:', 'www&#92;x2eevil.example GH&#92;x2d12 &#92;x3atada:'],
])('prose of %j', (text, shown) => {
  expect(prose(text)).toBe(shown)
})

test('no text changes the elements around it', () => {
  const nasty = fc.constantFrom(
    ...'`|\\<>&*_~[]()!#@$:/-+=."\'\n\t ab1\u202e\u0000',
    '<!--',
    '</code>',
    '```',
    'www.a.b',
    'http://a.b',
  )
  const text = fc.array(nasty, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
  const harmless = elements('word')
  fc.assert(
    fc.property(text, (written) => {
      expect(elements(written)).toBe(harmless)
    }),
    { numRuns: 120 },
  )
})

function elements(text: string): string {
  const document = [
    `Says ${prose(text)} and ${code(text)} so.`,
    '',
    '| a | b |',
    '|---|---|',
    `| ${cell(text)} | ${prose(text)} |`,
    '',
    `<details><summary>${htmlCode(text)}</summary>`,
    '',
    fence([text.replace(/\n/g, ' ')]),
    '',
    '</details>',
  ].join('\n')
  const html = micromark(document, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  return (html.match(/<[^>]*>/g) ?? []).join('')
}
