import { expect, test } from '@jest/globals'
import type { Cause } from '../../../src/diff/image-diff.ts'
import { commentBudget, renderMarkdown } from '../../../src/report/markdown.ts'
import type { Report, ReportImage } from '../../../src/report/report.ts'
import { causeSections } from '../../../src/report/section-causes.ts'
import { renderText } from '../../../src/report/text.ts'
import { textCauses } from '../../../src/report/text-causes.ts'
import { cases } from './cases.ts'

const report: Report = cases.reduction!()
const image: ReportImage = report.images[0]!

interface Given extends Partial<Omit<Cause, 'owner'>> {
  readonly name?: string
  readonly kind?: Cause['owner']['kind']
  readonly version?: Cause['owner']['version']
}

const causeOf = ({ name = 'curl', kind = 'package', version, ...given }: Given): Cause => ({
  owner: { kind, manager: 'dpkg', name, version: version ?? { before: null, after: null } },
  change: 'added',
  pulledIn: [],
  recommended: 0,
  ...{ side: 'after', layer: 2, file: 'Dockerfile', line: 7 },
  delta: 4_200_000,
  ...given,
})

/** The terminal's line for one cause, without the word before it. */
const wordsOf = (given: Given): string =>
  textCauses({ ...image, causes: [causeOf(given)], causesRest: { delta: 0, count: 0 } })[0]!.slice(6)

test.each<[string, Given]>([
  ['curl came in: +4.2 MB (Dockerfile:7)', {}],
  ['curl and the package that it needs came in: +4.2 MB (Dockerfile:7)', { pulledIn: ['a'] }],
  ['curl and the 2 packages that it needs came in: +4.2 MB (Dockerfile:7)', { pulledIn: ['a', 'b'] }],
  [
    'curl and the 2 packages that it brings along came in: +4.2 MB (Dockerfile:7)',
    { pulledIn: ['a', 'b'], recommended: 1 },
  ],
  [
    'build-essential and the 2 packages that it needs left the image: −352 MB (docker/Dockerfile.single:12)',
    {
      ...{ name: 'build-essential', change: 'removed', pulledIn: ['a', 'b'], delta: -352_400_000 },
      ...{ side: 'before', file: 'docker/Dockerfile.single', line: 12 },
    },
  ],
  [
    'git and the package that it brought along left the image: −4 MB',
    { name: 'git', change: 'removed', pulledIn: ['less'], recommended: 1, delta: -4_000_000, file: null },
  ],
  [
    'numpy 1.26 → 2.1: +12 MB (Dockerfile:7)',
    { name: 'numpy', change: 'changed', version: { before: '1.26', after: '2.1' }, delta: 12_000_000 },
  ],
  [
    'numpy 1.26 → 2.1 and 1 package with it: +4.2 MB (Dockerfile:7)',
    { name: 'numpy', change: 'changed', version: { before: '1.26', after: '2.1' }, pulledIn: ['a'] },
  ],
  [
    'the 2 packages that git brought along left the image: −4 MB (Dockerfile:7)',
    { name: 'git', change: 'changed', pulledIn: ['a', 'b'], recommended: 2, delta: -4e6 },
  ],
  [
    'the package that git brings along came in: +4.2 MB (Dockerfile:7)',
    { name: 'git', change: 'changed', pulledIn: ['a'], recommended: 1 },
  ],
  ['tally shrank by 5 kB (Dockerfile:7)', { name: 'tally', change: 'changed', delta: -5000 }],
  ['/app grew by 3 MB (Dockerfile:7)', { name: '/app', kind: 'directory', change: 'changed', delta: 3e6 }],
  [
    'apt lists came in: +20 MB (base image)',
    { name: 'apt lists', kind: 'cache', delta: 2e7, layer: 0, file: null, line: null },
  ],
  [
    'wasted bytes, hidden by later layers: −1 MB',
    { kind: 'wasted', change: 'removed', delta: -1e6, layer: null, file: null, line: null },
  ],
])('%s', (words, given) => {
  expect(wordsOf(given)).toBe(words)
})

test('a single cause and the rest are one sentence, further ones a list', () => {
  const shown = (causes: readonly Cause[], count: number): string[] => {
    const given = { ...image, causes, causesRest: { delta: count * -1000, count } }
    return causeSections(given, report).flatMap(({ head }) => head.split('\n'))
  }
  const place = { file: null, line: null, layer: null }
  expect(shown([], 0)).toEqual([])
  expect(shown([causeOf(place)], 0)).toEqual(['`curl` came in: +4.2 MB'])
  expect(shown([causeOf(place)], 1)).toEqual(['`curl` came in: +4.2 MB; 1 other cause: −1 kB'])
  expect(shown([causeOf({ ...place, kind: 'wasted' }), causeOf(place)], 2)).toEqual([
    'Wasted bytes, hidden by later layers: +4.2 MB',
    '',
    '- `curl` came in: +4.2 MB',
    '- 2 other causes: −2 kB',
  ])
})

test('the line is linked at the commit of its side, and a place without a repository is only named', () => {
  const causes = [causeOf({ side: 'before' })]
  const [block] = causeSections({ ...image, causes }, report)
  expect(block?.head).toContain(`/blob/${image.before?.commit}/Dockerfile#L7)`)
  const [plain] = causeSections({ ...image, causes }, { ...report, repository: null })
  expect(plain?.head).toContain('(`Dockerfile:7`)')
})

test('the sentence stands under the verdict, in the comment and in the terminal', () => {
  const comment = renderMarkdown(report, { budget: commentBudget }).split('\n')
  const verdict = comment.findIndex((line) => line.startsWith('**Passed'))
  expect(comment.slice(verdict + 1, verdict + 3)).toEqual([
    '',
    expect.stringMatching(/^`build-essential` and the 12/),
  ])
  const text = renderText(report, { colour: false, width: 100 }).split('\n')
  expect(text[text.findIndex((line) => line.startsWith('Passed:')) + 1]).toMatch(
    /^Why: {2}build-essential and/,
  )
})

test('where the causes are not known there is no sentence', () => {
  for (const name of ['new-image', 'not-measured', 'before-not-built', 'unchanged']) {
    const [other] = cases[name]!().images
    expect([causeSections(other!, report), textCauses(other!)]).toEqual([[], []])
  }
})

test('no line of the terminal begins with a foreign name', () => {
  const causes = [causeOf({ name: '::error::x' }), causeOf({ name: '::error::y', file: '::error::z' })]
  expect(textCauses({ ...image, causes }).filter((line) => /^\s*::/.test(line))).toEqual([])
})
