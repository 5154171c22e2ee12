import { expect, test } from '@jest/globals'
import { MeasureError } from '../../../src/inspect/measure-error.ts'
import { NameTable } from '../../../src/inspect/name-table.ts'
import { PathMemory } from '../../../src/inspect/path-memory.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'

const texts = Array.from({ length: 6000 }, (_, number) => `name-${number}`)

test('a tree that outgrows its room has the same names and nodes in a larger one', () => {
  const tree = new PathTree()
  const small = tree.memory.room
  const nodes = texts.map((text, index) => tree.literal(`/${texts[index >> 6]}/${text}`))
  expect(tree.memory.room).not.toBe(small)
  expect(tree.names.count).toBe(texts.length)
  expect(texts.map((text) => tree.names.text(tree.names.find(text)))).toEqual(texts)
  expect(nodes.map((node) => tree.path(node))).toEqual(texts.map((text, at) => `/${texts[at >> 6]}/${text}`))
  expect(texts.map((text, index) => tree.literal(`/${texts[index >> 6]}/${text}`))).toEqual(nodes)
})

test('so has one with more names and nodes than a hash table begins with', () => {
  const tree = new PathTree(1 << 17)
  const small = tree.memory.room
  const nodes = Array.from({ length: 140_000 }, (_, number) => tree.child(0, `${number}`))
  expect(tree.memory.room).not.toBe(small)
  expect(nodes.filter((node, number) => tree.find(0, `${number}`) !== node)).toEqual([])
  expect(tree.find(0, '140000')).toBe(-1)
})

test('without a larger room, more names are refused, and more bytes of names', () => {
  const many = new NameTable(new PathMemory(8, [8, 16]))
  for (const text of texts.slice(0, 16)) many.intern(text)
  const refused = new MeasureError('an image with more names than can be measured')
  expect(() => many.intern('one more')).toThrow(refused)
  expect(many.intern(texts[3] as string)).toBe(3)
  const long = new NameTable(new PathMemory(64, []))
  const fill = (): void => {
    for (const text of texts) long.intern(text.padEnd(60_000))
  }
  expect(fill).toThrow(refused)
  expect(long.count).toBeLessThan(64)
})

test('a name that no file system takes is refused', () => {
  const names = new NameTable(new PathMemory(8))
  expect(names.text(names.intern('n'.repeat(65_536)))).toHaveLength(65_536)
  expect(() => names.intern('n'.repeat(65_537))).toThrow(MeasureError)
})

test('nodes by their names, parents first', () => {
  const tree = new PathTree()
  const paths = ['/a/b/a', '/b', '/c/a']
  for (const path of paths) tree.literal(path)
  const named = (...names: string[]): string[] =>
    [...tree.nodesNamed(names.map((name) => tree.names.find(name)))].map((node) => tree.path(node))
  expect(named('a')).toEqual(['/a', '/a/b/a', '/c/a'])
  expect(named('b', 'c')).toEqual(['/a/b', '/b', '/c'])
  expect(named()).toEqual([])
})
