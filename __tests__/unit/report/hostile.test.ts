import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { commentBudget, renderMarkdown } from '../../../src/report/markdown.ts'
import type { Report } from '../../../src/report/report.ts'
import { cases, harmlessTwin, hostile, severalNamed } from './cases.ts'
import { elementsOf, looseText } from './elements.ts'

const rendered = (report: Report) => renderMarkdown(report, { budget: commentBudget })

test('hostile names give the same elements as harmless ones', () => {
  expect(elementsOf(rendered(cases['hostile-names']!()))).toEqual(
    elementsOf(rendered(harmlessTwin('harmless'))),
  )
  expect(elementsOf(rendered(severalNamed(hostile)))).toEqual(elementsOf(rendered(severalNamed('harmless'))))
})

test('no name, however it is put together, changes the elements', () => {
  const parts = [
    '`',
    '|',
    '\\',
    '<b>',
    '</code>',
    '</details>',
    '<!--',
    '-->',
    '&lt;',
    '*',
    '_',
    '~~',
    '[a](b)',
    '![a](b)',
    '@org/team',
    '#1',
    'org/repo#1',
    'https://a.b',
    'www.a.b',
    'a@b.c',
    '\n',
    '\r',
    '\t',
    '\n\n# x',
    '```',
    '~~~',
    '$x$',
    '/lgtm',
    '\u202e',
    '\u200b',
    '\x1b[31m',
    ' ',
    'word',
    '::error::',
    '##[error]',
    '..',
    '/',
  ]
  const name = fc
    .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 })
    .map((chosen) => `a${chosen.join('')}`)
  const harmless = elementsOf(rendered(harmlessTwin('harmless')))
  fc.assert(
    fc.property(name, (written) => {
      fc.pre(!written.split('/').includes('..'))
      expect(elementsOf(rendered(harmlessTwin(written)))).toEqual(harmless)
    }),
    { numRuns: 15 },
  )
})

test('nothing hostile works outside code', () => {
  const loose = looseText(rendered(cases['hostile-names']!()))
  expect(loose).not.toMatch(/@\w|(^|\s)#\d|https?:\/\/evil|www\.evil/)
  const text = rendered(cases['hostile-names']!())
  for (const never of ['<!--', '\u202e', '\x1b', '::error::x\n', '\r']) expect(text).not.toContain(never)
})

test('no line of any comment begins with foreign text', () => {
  const foreign = rendered(cases['hostile-names']!())
    .split('\n')
    .filter((line) => /^\W*(lgtm|@dependabot|::|##\[)/.test(line))
  // Behind a table's mark, or the mark of a line that is put, taken away or left.
  expect(foreign.filter((line) => !/^(?:\|| |-|\+) /.test(line))).toEqual([])
})

test('a path that climbs out of the repository is not linked', () => {
  expect(rendered(harmlessTwin('../../evil'))).not.toMatch(/blob\/[^)]*evil/)
})
