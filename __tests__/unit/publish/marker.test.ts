import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createMarker, isLater, type Marker, readMarker, writeMarker } from '../../../src/publish/marker.ts'
import { anyText } from '../../doubles/any-text.ts'

const marker: Marker = {
  key: '0123456789abcdef',
  workflow: 'fedcba9876543210',
  run: 12,
  attempt: 2,
  nonce: '00112233aabbccdd',
}
const written =
  '<!-- image-size-guard:v1 key=0123456789abcdef workflow=fedcba9876543210 run=12.2 nonce=00112233aabbccdd -->'

test('is written as one invisible line', () => {
  expect(writeMarker(marker)).toBe(written)
})

test('is read back from the first bytes of a body', () => {
  expect(readMarker(`${written}\n# Report`)).toEqual(marker)
})

test.each([
  ['after another byte', ` ${written}`],
  ['after a line', `> quoted\n${written}`],
  ['after a byte order mark', `\ufeff${written}`],
  ['of another version', written.replace('v1', 'v2')],
  ['with a short key', written.replace('0123456789abcdef', '0123')],
  ['cut off', written.slice(0, -5)],
  ['not at all', ''],
])('is not read %s', (_name, body) => {
  expect(readMarker(body)).toBeNull()
})

test('any key gives a marker that can be read and holds nothing of it', () => {
  fc.assert(
    fc.property(anyText, anyText, (key, workflow) => {
      const created = createMarker(key, workflow, { number: 3, attempt: 1 })
      expect(readMarker(writeMarker(created))).toEqual(created)
    }),
  )
})

test('the same key is found again, another is not, and each process knows its own', () => {
  const run = { number: 1, attempt: 1 }
  const [first, again, other] = ['a', 'a', 'b'].map((key) => createMarker(key, 'w', run))
  expect(again?.key).toBe(first?.key)
  expect(other?.key).not.toBe(first?.key)
  expect(again?.nonce).not.toBe(first?.nonce)
})

describe('isLater', () => {
  test.each([
    [{ run: 13, attempt: 1 }, true],
    [{ run: 12, attempt: 3 }, true],
    [{ run: 12, attempt: 2 }, false],
    [{ run: 12, attempt: 1 }, false],
    [{ run: 11, attempt: 9 }, false],
  ])('%j against run 12, attempt 2: %j', (stamp, later) => {
    expect(isLater({ ...marker, ...stamp }, marker)).toBe(later)
  })

  test('run numbers of another workflow say nothing', () => {
    expect(isLater({ ...marker, run: 99, workflow: '0000000000000000' }, marker)).toBe(false)
  })
})
