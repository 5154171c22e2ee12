import { expect, test } from '@jest/globals'
import { readBoolean, readChoice, readCount, readDuration } from '../../../../src/config/values/scalar.ts'

test.each([
  ['60s', 60_000],
  ['5m', 300_000],
  ['5 min', 300_000],
  ['1.5m', 90_000],
  ['500ms', 500],
  ['24h', 86_400_000],
])('%j is %d ms', (text, value) => {
  expect(readDuration(text)).toEqual({ value })
})

test.each([
  ['60', '"60" has no unit; expected a time such as 60s, 5m or 1h.', '60s'],
  ['soon', '"soon" is not a time; expected one such as 60s, 5m or 1h.', '60s'],
  ['-5s', '"-5s" is not a time; expected one such as 60s, 5m or 1h.', '60s'],
  ['0s', '"0s" is out of range; expected more than 0 and at most 24h.', '60s'],
  ['25h', '"25h" is out of range; expected more than 0 and at most 24h.', '60s'],
])('%j is no time', (text, wrong, write) => {
  expect(readDuration(text)).toEqual({ wrong, write })
})

test.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
  expect(readBoolean(text)).toEqual({ value: true })
})

test.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
  expect(readBoolean(text)).toEqual({ value: false })
})

test.each(['yes', 'on', '1', 'tRUE', ''])('%j is no boolean', (text) => {
  expect(readBoolean(text)).toEqual({
    wrong: `"${text}" is not a boolean; expected true or false.`,
    write: 'true',
  })
})

test.each(['0', '-1', '1.5', 'many', '99999999'])('%j is no count', (text) => {
  expect(readCount(text)).toEqual({
    wrong: `"${text}" is not a count; expected a whole number from 1 to 9999999.`,
    write: '512',
  })
})

test('a count and a choice', () => {
  expect(readCount('64')).toEqual({ value: 64 })
  expect(readChoice('never', ['auto', 'never'])).toEqual({ value: 'never' })
  expect(readChoice('off', ['auto', 'never'])).toEqual({
    wrong: '"off" is none of the choices; expected auto, never.',
    write: 'auto',
  })
})
