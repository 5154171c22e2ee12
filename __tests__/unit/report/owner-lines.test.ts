import { expect, test } from '@jest/globals'
import type { OwnerDelta } from '../../../src/diff/image-diff.ts'
import { ownerLines } from '../../../src/report/owner-lines.ts'
import type { ReportImage } from '../../../src/report/report.ts'
import { ownerSections } from '../../../src/report/section-owners.ts'
import { textOwners } from '../../../src/report/text-owners.ts'
import { cases } from './cases.ts'

const image = (name: string): ReportImage => cases[name]!().images[0]!
const row = (over: Partial<OwnerDelta>): OwnerDelta => ({
  kind: 'package',
  manager: 'dpkg',
  name: 'git',
  version: { before: '1', after: '1' },
  requested: null,
  path: null,
  before: 0,
  after: 0,
  delta: 0,
  ...over,
})

test('at most ten owners are named, and all lines add up to the whole image', () => {
  const shown = image('reduction')
  const lines = ownerLines(shown)
  const whole = lines.at(-1)
  expect(lines.filter(({ name }) => name !== null)).toHaveLength(10)
  for (const field of ['before', 'after', 'delta'] as const) {
    const sum = lines.slice(0, -1).reduce((total, line) => total + (line[field] ?? 0), 0)
    expect([field, sum]).toEqual([field, whole?.[field]])
  }
  expect(whole?.delta).toBe(shown.delta.size)
})

test('a version is shown where it changed, and the unchanged owners are counted', () => {
  const owners = [
    row({ version: { before: '1', after: '2' }, before: 5, after: 7, delta: 2 }),
    row({ kind: 'unchanged', manager: null, name: '41', before: 90, after: 90 }),
  ]
  const lines = ownerLines({ ...image('growth'), owners })
  expect(lines.slice(0, 2)).toMatchObject([
    { name: 'git', words: 'dpkg', versions: ['1', '2'], delta: 2 },
    { name: null, words: '41 others, unchanged', before: 90, after: 90, delta: 0 },
  ])
})

test('where no owner differs there is no table', () => {
  const unchanged = image('unchanged')
  expect(ownerLines(unchanged)).toEqual([])
  expect(ownerSections(unchanged)).toEqual([])
})

test('where the owners are not known the reader sees why', () => {
  const unread: ReportImage = { ...image('growth'), owners: null, unknown: { owners: 'the engine was gone' } }
  const text = textOwners(unread, { width: 80, paint: (shown) => shown })
  expect(text).toEqual(['Where it comes from is not known: the engine was gone.'])
  expect(ownerSections(unread)[0]?.head).toBe(text[0])
  expect(textOwners(image('new-image'), { width: 80, paint: (shown) => shown })).toEqual([])
})
