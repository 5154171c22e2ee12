import { expect, test } from '@jest/globals'
import {
  byteDelta,
  byteRow,
  bytes,
  count,
  duration,
  percent,
  percentDelta,
  percentRow,
} from '../../src/format.ts'

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [10_000_000, '10 MB'],
  [817_654_321, '818 MB'],
  [1_024_000_000, '1.02 GB'],
  [5_000_000_000_000_000, '5000 TB'],
  [-246_000_000, '−246 MB'],
])('%d bytes', (value, words) => {
  expect(bytes(value)).toBe(words)
})

test('sizes that would print alike are printed exact', () => {
  expect(byteRow([818_000_001, 818_000_002])).toEqual(['818,000,001 B', '818,000,002 B'])
  expect(byteRow([818_000_001, 572_000_000])).toEqual(['818 MB', '572 MB'])
  expect(byteRow([818_000_001, 818_000_001])).toEqual(['818 MB', '818 MB'])
})

test.each([
  [0, '0 B', '0%'],
  [4_200_000, '+4.2 MB', '+4200000%'],
  [-246_000_000, '−246 MB', '−246000000%'],
])('difference %d', (value, inBytes, inPercent) => {
  expect(byteDelta(value)).toBe(inBytes)
  expect(percentDelta(value).replaceAll(',', '')).toBe(inPercent)
})

test.each([
  [0, '0%'],
  [0.004, '≈0%'],
  [-0.004, '≈0%'],
  [0.05, '0.05%'],
  [30.07, '30.1%'],
  [-30.07, '−30.1%'],
  [1234.5, '1,235%'],
])('%d percent', (value, words) => {
  expect(percent(value)).toBe(words)
})

test('percentages that would print alike get more digits', () => {
  expect(percentRow([2.0004, 2])).toEqual(['2.0004%', '2%'])
  expect(percentRow([2.5, 2])).toEqual(['2.5%', '2%'])
  expect(percentRow([0.001, 0])).toEqual(['0.001%', '0%'])
  expect(percentRow([0.001, 0.002])).toEqual(['0.001%', '0.002%'])
})

test.each([
  [850, '850 ms'],
  [12_345, '12.3 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms', (ms, words) => {
  expect(duration(ms)).toBe(words)
})

test('counts', () => {
  expect([count(1, 'file'), count(12_345, 'file'), count(0, 'entry', 'entries')]).toEqual([
    '1 file',
    '12,345 files',
    '0 entries',
  ])
})
