import { expect, test } from '@jest/globals'
import { BadEntry } from '../../../../src/inspect/cache/bad-entry.ts'
import {
  contentsSection,
  packContents,
  unpackContents,
} from '../../../../src/inspect/cache/contents-section.ts'
import { kind } from '../../../../src/inspect/layer-table.ts'

/** Entry 0 is a directory, 1 and 2 are files of 3 and 0 bytes, 3 is another name of 1. */
const layer = {
  length: 4,
  inodes: Int32Array.of(0, 1, 2, 1),
  attributes: Uint16Array.of(kind.directory << 12, kind.file << 12, kind.file << 12, kind.file << 12),
  sizes: Float64Array.of(0, 3, 0, 3),
}
const unpack = (bytes: Uint8Array) => unpackContents(new Map([[contentsSection, bytes]]), layer)

test('contents come back byte for byte', () => {
  for (const contents of [
    new Map(),
    new Map([
      [1, '\0\xff\n'],
      [2, ''],
    ]),
  ]) {
    expect(unpack(packContents(contents))).toEqual(contents)
  }
  expect(unpackContents(new Map(), layer)).toBeNull()
})

test.each([
  ['of a directory', new Map([[0, '']])],
  ['of a second name', new Map([[3, 'abc']])],
  ['of no entry', new Map([[4, '']])],
  ['of another length', new Map([[1, 'ab']])],
])('contents %s are refused', (_what, contents) => {
  expect(() => unpack(packContents(contents))).toThrow(BadEntry)
})

test('bytes that are cut, that are too many or that count wrongly are refused', () => {
  const bytes = packContents(new Map([[1, 'abc']]))
  for (let length = 0; length < bytes.length; length++) {
    expect(() => unpack(bytes.subarray(0, length))).toThrow(BadEntry)
  }
  expect(() => unpack(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(BadEntry)
  for (const count of [-1, 0, 2 ** 31 - 1]) {
    const wrong = Buffer.from(bytes)
    wrong.set(new Uint8Array(Int32Array.of(count).buffer))
    expect(() => unpack(wrong)).toThrow(BadEntry)
  }
})
