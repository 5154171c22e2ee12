import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { NameTable } from '../../../src/inspect/name-table.ts'
import { PathMemory, smallRoom } from '../../../src/inspect/path-memory.ts'

const names = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 5 }))

test('names by their ending, however they stand beside each other', () => {
  const ending = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(names, ending, (texts, end) => {
      const table = new NameTable(new PathMemory(smallRoom))
      for (const text of texts) table.intern(text)
      const found = table.ending(end).map((id) => table.text(id))
      expect(found).toEqual([...new Set(texts)].filter((text) => text.endsWith(end)))
    }),
  )
})
