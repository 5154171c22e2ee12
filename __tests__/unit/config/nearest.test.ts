import { expect, test } from '@jest/globals'
import { didYouMean, nearest } from '../../../src/config/nearest.ts'

test.each([
  ['max-increse', 'max-increase'],
  ['MAX_SIZE', 'max-size'],
  ['zzzzzz', null],
  ['x'.repeat(10_000), null],
])('%.20s', (name, found) => {
  expect(nearest(name, ['max-size', 'max-increase'])).toBe(found)
})

test('the sentence', () => {
  expect(didYouMean('fil', ['file'])).toBe(' Did you mean file?')
  expect(didYouMean('fil', [])).toBe('')
})
