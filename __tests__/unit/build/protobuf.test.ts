import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readFields } from '../../../src/build/protobuf.ts'

test('varints, bytes and fixed-width fields', () => {
  const message = Uint8Array.of(0x08, 0x96, 0x01, 0x12, 0x02, 0x68, 0x69, 0x1d, 1, 2, 3, 4, 0x20, 0x01)
  expect(readFields(message)).toEqual([
    { number: 1, value: 150 },
    { number: 2, value: Uint8Array.of(0x68, 0x69) },
    { number: 4, value: 1 },
  ])
})

test.each([
  ['cut in a number', [0x08, 0x96]],
  ['cut in bytes', [0x12, 0x05, 0x68]],
  ['an unknown wire type', [0x0b]],
  ['a number without end', Array(12).fill(0xff)],
])('%s is an error', (_, bytes) => {
  expect(() => readFields(Uint8Array.from(bytes))).toThrow('protobuf')
})

test('any bytes end in fields or in an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        return Array.isArray(readFields(bytes))
      } catch (error) {
        return error instanceof Error && error.message.startsWith('protobuf')
      }
    }),
  )
})
