import { expect, test } from '@jest/globals'
import { KeptContents } from '../../../src/inspect/kept-contents.ts'

const file = (name: string, size: number) =>
  ({ name, size, type: 'file', mode: 0o644, linkName: '' }) as const

function give(kept: KeptContents, name: string, entry: number, content: string, size = content.length): void {
  kept.begin(file(name, size), entry)
  for (const character of content) kept.add(Buffer.from(character))
  kept.end()
}

test('what is wanted is kept by its entry, the rest is not', () => {
  const kept = new KeptContents((name) => name.startsWith('a'), { left: 100 })
  give(kept, 'a1', 1, 'one')
  give(kept, 'b', 2, 'two')
  give(kept, 'a2', 3, '')
  give(kept, 'a3', -1, 'a directory has no number')
  expect([...kept.contents]).toEqual([
    [1, 'one'],
    [3, ''],
  ])
})

test('what no longer fits is left out, over all layers that share the budget', () => {
  const budget = { left: 5 }
  const first = new KeptContents(() => true, budget)
  const second = new KeptContents(() => true, budget)
  give(first, 'a', 1, 'abc')
  give(second, 'b', 1, 'def')
  give(second, 'c', 2, 'gh')
  expect([...first.contents]).toEqual([[1, 'abc']])
  expect([...second.contents]).toEqual([[2, 'gh']])
})

test('a sparse file that stores more than it says is left out', () => {
  const kept = new KeptContents(() => true, { left: 5 })
  give(kept, 'a', 1, 'x'.repeat(100), 2)
  expect(kept.contents.size).toBe(0)
})
