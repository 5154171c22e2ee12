import { expect, test } from '@jest/globals'
import { LayerColumns } from '../../../src/inspect/layer-columns.ts'
import { attributesOf, kind } from '../../../src/inspect/layer-table.ts'

test('columns keep every entry, also where they have become long', () => {
  const columns = new LayerColumns()
  const length = 600_000
  for (let entry = 0; entry < length; entry++) {
    columns.addInode(entry, attributesOf(kind.file, entry & 0o777), entry * 3, 0)
    columns.setChecksum(entry, entry + 7)
  }
  const table = columns.finish(0, 'crc32')
  expect([table.paths, table.sizes, table.attributes, table.checksums].map((one) => one.length)).toEqual(
    new Array(4).fill(length),
  )
  let wrong = 0
  for (let entry = 0; entry < length; entry++) {
    const isKept = table.paths[entry] === entry && table.sizes[entry] === entry * 3
    const isRest = table.attributes[entry] === attributesOf(kind.file, entry & 0o777)
    if (!isKept || !isRest || table.checksums[entry] !== entry + 7) wrong++
  }
  expect(wrong).toBe(0)
  expect(table.size).toBe((3 * length * (length - 1)) / 2)
})
