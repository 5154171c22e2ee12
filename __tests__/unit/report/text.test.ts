import { expect, test } from '@jest/globals'
import { renderJson } from '../../../src/report/json.ts'
import { renderText } from '../../../src/report/text.ts'
import { cases } from './cases.ts'
import { expectGolden } from './golden.ts'

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

test.each(Object.keys(cases))('the terminal text of %s', (name) => {
  expectGolden(`${name}.txt`, renderText(cases[name]!(), { colour: false, width: 100 }))
})

test('colour only where it is asked for, and it changes no word', () => {
  const report = cases['probe-failed']!()
  const coloured = renderText(report, { colour: true, width: 100 })
  expect(coloured).toContain('\x1b[1;31mFAILED\x1b[0m')
  expect(coloured.replaceAll(colours, '')).toBe(renderText(report, { colour: false, width: 100 }))
})

test('tables keep to the width of the terminal', () => {
  const lines = renderText(cases.reduction!(), { colour: false, width: 72 }).split('\n')
  const table = lines.filter((line) => /^(ok|changed|removed|added) /.test(line))
  expect(table.length).toBe(15)
  expect(Math.max(...table.map((line) => [...line].length))).toBeLessThanOrEqual(72)
})

test('no hostile name acts on a terminal or a runner', () => {
  const text = renderText(cases['hostile-names']!(), { colour: false, width: 100 })
  for (const never of ['\x1b', '\u202e', '\r', '##[']) expect(text).not.toContain(never)
  expect(text.split('\n').filter((line) => /^\s*(::|\/lgtm)/.test(line))).toEqual([])
})

test('the JSON form is the report, with nothing that acts on a terminal or a runner', () => {
  const report = cases['hostile-names']!()
  const json = renderJson(report)
  expect(JSON.parse(json)).toEqual(report)
  for (const never of ['\x1b', '\u202e', '\r', '##[']) expect(json).not.toContain(never)
})
