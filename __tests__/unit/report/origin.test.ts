import { expect, test } from '@jest/globals'
import { createdWords, shortDigest } from '../../../src/report/origin.ts'

test.each([
  ['2026-11-24T09:00:00.123456789Z', 'created today'],
  ['2026-11-23T09:00:00Z', 'created 1 day ago'],
  ['2026-10-24T12:00:00Z', 'created 31 days ago'],
  ['2026-04-24T12:00:00Z', 'created 7 months ago'],
  ['2023-11-20T12:00:00Z', 'created 3 years ago'],
  ['2027-01-01T00:00:00Z', 'created today'],
  ['', 'created at an unknown time'],
])('an image of %s was %s', (createdAt, words) => {
  expect(createdWords(createdAt, { createdAt: '2026-11-24T12:00:00.000Z' })).toBe(words)
})

test('a digest is shown with its algorithm and twelve digits', () => {
  expect(shortDigest(`sha256:0123456789ab${'c'.repeat(52)}`)).toBe('sha256:0123456789ab')
})
