import { expect, test } from '@jest/globals'
import type { WastedBy } from '../../../src/inspect/image.ts'
import { changedLines } from '../../../src/report/advice-lines.ts'
import type { ReportImage } from '../../../src/report/report.ts'
import { wastedLines } from '../../../src/report/wasted-lines.ts'
import { cases } from './cases.ts'

const example = cases.waste!().images[0]!

function image(rows: readonly number[], size: number, wasted: number, limits: ReportImage['limits'] = []) {
  const wastedBy = rows.map(
    (bytes): WastedBy => ({ layer: 0, by: 1, how: 'deleted', bytes, count: 1, largest: [] }),
  )
  return { after: { ...example.after!, size, wasted, wastedBy }, limits }
}

test('five rows and the rest add up to what is wasted, with rows that the report does not have', () => {
  const lines = wastedLines(image([60e6, 50e6, 40e6, 30e6, 20e6, 10e6], 900e6, 215e6))
  expect(lines.map(({ bytes }) => bytes)).toEqual([60e6, 50e6, 40e6, 30e6, 20e6, 15e6])
  expect(lines.map(({ row }) => row === null)).toEqual([false, false, false, false, false, true])
  expect(wastedLines(image([6e6, 4e6], 900e6, 10e6))).toHaveLength(2)
})

test.each([
  ['10 MB', image([10e6], 900e6, 10e6), 1],
  ['less than 10 MB and 5 %', image([9e6], 900e6, 9e6), 0],
  ['5 % of a small image', image([50], 1000, 50), 1],
  ['less of a small image', image([49], 1000, 49), 0],
  ['nothing', image([], 900e6, 0), 0],
  ['little, over its limit', image([49], 1000, 49, example.limits), 1],
  ['an image that was not measured', { after: null, limits: [] }, 0],
])('%s', (_name, given, rows) => {
  expect(wastedLines(given)).toHaveLength(rows)
})

test.each([
  ['a\nb', 'a\nc', [' a', '-b', '+c']],
  ['a', '', ['-a']],
  ['', 'a', ['+a']],
  ['a', 'a\nb', [' a', '+b']],
  ['a\nb\nc', 'a\nc', [' a', '-b', ' c']],
  ['a\na', 'a', [' a', '-a']],
  ['a', 'a', [' a']],
])('the change from %j to %j', (replaces, text, expected) => {
  const lines = changedLines({ file: 'Dockerfile', line: 1, endLine: 2, text, replaces })
  expect(lines.map(({ mark, text: line }) => `${mark}${line}`)).toEqual(expected)
})
