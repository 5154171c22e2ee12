import { expect, test } from '@jest/globals'
import { outputsOf } from '../../../src/publish/outputs.ts'
import { reportOf } from '../../doubles/report.ts'

const outputs = (facts: Parameters<typeof reportOf>[0]) =>
  Object.fromEntries(outputsOf(reportOf(facts), '/tmp/report.json'))

test('are numbers, enums and paths', () => {
  expect(outputs({ verdict: 'warn' })).toEqual({
    verdict: 'warn',
    'before-size': '10000',
    'after-size': '11000',
    delta: '1000',
    'delta-percent': '10',
    report: '/tmp/report.json',
  })
})

test('what is unknown is empty, never 0', () => {
  const totals = { before: null, after: 5, delta: null, percent: null }
  expect(outputs({ verdict: 'not-measured', totals })).toMatchObject({
    'before-size': '',
    'after-size': '5',
    delta: '',
    'delta-percent': '',
  })
})

test.each([
  [0, '0'],
  [-0.000_01, '0'],
  [12.345_678, '12.3457'],
  [-83.5, '-83.5'],
  [1e-7, '0'],
  [1e6, '1000000'],
])('%d %% is written %s', (percent, text) => {
  expect(outputs({ totals: { percent } })['delta-percent']).toBe(text)
})

test('a decrease keeps its sign', () => {
  expect(outputs({ totals: { delta: -1_234_567 } }).delta).toBe('-1234567')
})
