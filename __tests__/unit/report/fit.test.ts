import { expect, test } from '@jest/globals'
import { tableBlock, textBlock } from '../../../src/report/block.ts'
import { fitted } from '../../../src/report/fit.ts'
import { commentBudget, renderMarkdown } from '../../../src/report/markdown.ts'
import type { Report } from '../../../src/report/report.ts'
import { cases, hostile, severalNamed } from './cases.ts'
import { elementsOf } from './elements.ts'

const rows = [3, 1, 2].map((weight) => ({ cells: [`row${weight}`], weight }))
const blocks = [
  textBlock('headline', 0, 'Title'),
  tableBlock('rows', 10, [{ title: 'x' }], rows),
  textBlock('notes', 20, 'Note'),
]
const roomy = { characters: 1000, bytes: 1000 }

test('everything is shown where it fits', () => {
  expect(fitted(blocks, roomy, 'R')).toBe('Title\n\n| x |\n|:--|\n| row3 |\n| row1 |\n| row2 |\n\nNote\n')
})

test('the block with the highest drop goes first, and the text says so', () => {
  const long = [...blocks.slice(0, 2), textBlock('notes', 20, 'Note '.repeat(40))]
  expect(fitted(long, { characters: 100, bytes: 1000 }, 'R')).toBe(
    'Title\n\n| x |\n|:--|\n| row3 |\n| row1 |\n| row2 |\n\nLeft out to fit: notes. All of it is in R.\n',
  )
  expect(fitted(long, { characters: 80, bytes: 1000 }, 'R')).toBe(
    'Title\n\nLeft out to fit: rows (3 rows), notes. All of it is in R.\n',
  )
})

test('of the rows the heaviest stay, in their order, with the number of those that went', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ cells: [`row${index}`], weight: index }))
  const text = fitted(
    [textBlock('headline', 0, 'Title'), tableBlock('rows', 10, [{ title: 'x' }], many)],
    { characters: 200, bytes: 1000 },
    'R',
  )
  const shown = text.match(/row\d+/g) ?? []
  expect(shown.at(-1)).toBe('row99')
  expect(shown[0]).toBe(`row${100 - shown.length}`)
  expect(text).toContain(`${100 - shown.length} smaller rows cut to fit; all of them are in R.`)
  expect(text.length).toBeLessThanOrEqual(200)
})

test('the budget counts bytes too', () => {
  const wide = [textBlock('headline', 0, 'Title'), textBlock('notes', 20, '€'.repeat(100))]
  expect(fitted(wide, { characters: 1000, bytes: 200 }, 'R')).not.toContain('€')
})

test.each([60_000, 20_000, 5_000, 2_000])(
  'a huge report fits %d characters and stays well formed',
  (characters) => {
    const text = renderMarkdown(huge(), { budget: { characters, bytes: commentBudget.bytes } })
    expect(text.length).toBeLessThanOrEqual(characters)
    expect(text).toMatch(/cut to fit|Left out to fit/)
    expect(text).toContain(
      'the report file (JSON) of [this run](https://github.com/acme/fastpkg/actions/runs/4711)',
    )
    const tags = elementsOf(text)
    for (const tag of ['details', 'table', 'pre', 'code', 'summary']) {
      const opened = tags.filter((one) => one === `<${tag}>` || one.startsWith(`<${tag} `)).length
      expect([tag, tags.filter((one) => one === `</${tag}>`).length]).toEqual([tag, opened])
    }
    expect(tags).toContain('<h3>')
  },
)

test('hundreds of images fit, and the failed ones stay', () => {
  const report = severalNamed('api')
  const [failed, , passed] = report.images
  const images = [...Array.from({ length: 400 }, (_, index) => ({ ...passed!, name: `ok${index}` })), failed!]
  const text = renderMarkdown({ ...report, images }, { budget: commentBudget })
  expect(text.length).toBeLessThanOrEqual(commentBudget.characters)
  expect(text).toMatch(/cut to fit|Left out to fit/)
  expect(text).toContain('| ❌ | `api` |')
  expect(text).toContain('#### ❌ `api`')
})

test('names without end do not break the budget', () => {
  const text = renderMarkdown(severalNamed(hostile.repeat(500)), { budget: commentBudget })
  expect(text.length).toBeLessThanOrEqual(commentBudget.characters)
})

/** 2,000 layers, 500 probes with output. */
function huge(): Report {
  const report = cases['probe-failed']!()
  const image = report.images[0]!
  const layer = image.after!.layers![4]!
  const layers = Array.from({ length: 2000 }, (_, index) => ({
    ...layer,
    size: index,
    instruction: `COPY part${index} /app`,
  }))
  const alignedLayers = layers.map((_, index) => ({
    state: 'added' as const,
    before: null,
    after: index,
    delta: index,
  }))
  const failing = image.probes.find((probe) => probe.status === 'fail' && probe.stderr !== '')!
  const probes = Array.from({ length: 500 }, (_, index) => ({
    ...failing,
    id: `p${index}`,
    name: `probe ${index}`,
  }))
  return { ...report, images: [{ ...image, after: { ...image.after!, layers }, alignedLayers, probes }] }
}
