import { expect, test } from '@jest/globals'
import { readDiveBytes } from '../../../src/config/values/dive-bytes.ts'
import { mistake, read } from './reading.ts'

const reading = async (text: string) => (await read({ files: { '.dive-ci': text } })).dive

test("a key that is missing has dive's default", async () => {
  const standard = {
    file: '.dive-ci',
    lowestEfficiency: 0.9,
    highestWastedBytes: null,
    highestUserWastedPercent: 0.1,
  }
  expect(await reading('')).toEqual(standard)
  expect(await reading('rules:\n')).toEqual(standard)
  expect(await reading('rules:\n  highestWastedBytes: 20MB\n')).toEqual({
    ...standard,
    highestWastedBytes: 20_000_000,
  })
})

test('the file of the README of dive', async () => {
  const text = [
    'rules:',
    '  # If the efficiency is measured below X%, mark as failed.',
    '  lowestEfficiency: 0.95',
    '  highestWastedBytes: 20MB',
    '  highestUserWastedPercent: 0.20',
  ].join('\n')
  expect(await reading(text)).toMatchObject({
    lowestEfficiency: 0.95,
    highestWastedBytes: 20_000_000,
    highestUserWastedPercent: 0.2,
  })
})

test.each(['disabled', 'Off', 'false', '""', ''])('a rule that is %s is switched off', async (word) => {
  expect(await reading(`rules:\n  lowestEfficiency: ${word}\n`)).toMatchObject({ lowestEfficiency: null })
})

test.each([
  ['42', 42],
  ['42MB', 42_000_000],
  ['42 mib', 44_040_192],
  ['42m', 42_000_000],
  ['42Mi', 44_040_192],
  ['1,005.03 MB', 1_005_030_000],
  ['0.5 kB', 500],
  ['0.0005 kB', 0],
])('%s are as many bytes as for dive', (text, bytes) => {
  expect(readDiveBytes(text)).toEqual({ value: bytes })
})

test.each([
  [
    'rules:\n  lowestEfficiency: 1.1',
    '.dive-ci, lowestEfficiency: "1.1" is not a share from 0 to 1. → lowestEfficiency: 0.9',
  ],
  [
    'rules:\n  highestUserWastedPercent: 20%',
    '.dive-ci, highestUserWastedPercent: "20%" is not a share from 0 to 1. → highestUserWastedPercent: 0.9',
  ],
  [
    'rules:\n  highestWastedBytes: many',
    '.dive-ci, highestWastedBytes: "many" is not a number of bytes. → highestWastedBytes: 20MB',
  ],
  ['rules: [1]', '.dive-ci: rules is not a map of keys. → rules:'],
])('%j is refused', async (text, message) => {
  expect(await mistake({ files: { '.dive-ci': text } })).toBe(message)
})

test('what is no YAML is refused', async () => {
  expect(await mistake({ files: { '.dive-ci': 'rules: [' } })).toMatch(/^\.dive-ci: this is not valid YAML: /)
})
