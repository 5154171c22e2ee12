import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { contentDigests } from '../../../src/inspect/content-digest.ts'
import { LayerReader } from '../../../src/inspect/layer-reader.ts'
import type { LayerTable } from '../../../src/inspect/layer-table.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { buildTar, type TestEntry } from './build-tar.ts'

async function tableOf(entries: readonly TestEntry[], tree: PathTree): Promise<LayerTable> {
  const reader = new LayerReader(tree, null)
  reader.write(await buildTar(entries))
  return reader.finish()
}

/** The digests of layers that are read into one tree. */
async function digests(...layers: readonly (readonly TestEntry[])[]): Promise<string[]> {
  const tree = new PathTree()
  const tables = new Map<string, LayerTable>()
  for (const [index, entries] of layers.entries()) tables.set(`${index}`, await tableOf(entries, tree))
  return [...contentDigests(tables, tree).values()]
}

const layer: readonly TestEntry[] = [
  { name: 'etc/', type: 'directory', mode: 0o755 },
  { name: 'etc/a', content: 'one' },
  { name: 'etc/b', type: 'link', linkname: 'etc/a' },
  { name: 'etc/c', type: 'symlink', linkname: 'a' },
  { name: 'etc/.wh.d' },
]

test('equal content has one digest, whatever the times, the order and the tree', async () => {
  const later = layer.map((entry) => ({ ...entry, mtime: new Date(1e12) }))
  const reordered = [layer[3]!, layer[0]!, layer[4]!, { ...layer[1]!, name: 'etc/b' }]
  const otherFirst = [...reordered, { name: 'etc/a', type: 'link' as const, linkname: 'etc/b' }]
  const [first, ...others] = await digests(layer, later, otherFirst)
  expect(others).toEqual([first, first])
  expect((await digests([{ name: 'zzz' }], layer))[1]).toBe(first)
})

const replaced = (index: number, over: Partial<TestEntry>): TestEntry[] =>
  layer.map((entry, at) => (at === index ? { ...entry, ...over } : entry))

test.each([
  ['another content of the same size', replaced(1, { content: 'two' })],
  ['another size', replaced(1, { content: 'ones' })],
  ['another mode', replaced(1, { mode: 0o600 })],
  ['another mode of a directory', replaced(0, { mode: 0o700 })],
  ['another name', replaced(4, { name: 'etc/.wh.e' })],
  ['a file for a whiteout', replaced(4, { name: 'etc/d' })],
  ['an opaque mark for a whiteout', replaced(4, { name: 'etc/.wh..wh..opq' })],
  ['another target', replaced(3, { linkname: 'b' })],
  ['another directory', replaced(3, { name: 'c' })],
  ['a copy for a hard link', replaced(2, { type: 'file', content: 'one' })],
  ['one entry less', layer.slice(0, -1)],
  ['one entry more', [...layer, { name: 'etc/e' }]],
])('%s is another digest', async (_, other) => {
  const [one, two] = await digests(layer, other)
  expect(one).not.toBe(two)
})

test('files that swap their contents are told', async () => {
  const files = (one: string, two: string): TestEntry[] => [
    { name: 'a', content: one },
    { name: 'b', content: two },
  ]
  const [one, two] = await digests(files('x', 'y'), files('y', 'x'))
  expect(one).not.toBe(two)
})

test('names of a file of a lower layer are one file, whichever the tar has first', async () => {
  const outer = { name: 'b', type: 'link' as const, linkname: '../lower' }
  const pair = (first: string, second: string): TestEntry[] => [
    { ...outer, name: first, linkname: 'lower' },
    { ...outer, name: second, linkname: first },
  ]
  const [one, other, apart] = await digests(pair('a', 'b'), pair('b', 'a'), [
    ...pair('a', 'b').slice(0, 1),
    { ...outer, linkname: 'lower' },
  ])
  expect(other).toBe(one)
  expect(apart).not.toBe(one)
})

test('digests over another kind of checksum are never equal', async () => {
  const tree = new PathTree()
  const table = await tableOf(layer, tree)
  const other: LayerTable = { ...table, checksumKind: 'crc64' }
  const [one, two] = contentDigests(new Map(Object.entries({ a: table, b: other })), tree).values()
  expect(one).not.toBe(two)
})

test('two layers of files have one digest exactly when they are the same set', async () => {
  const file = fc.record({
    name: fc.constantFrom('a', 'b', 'a/x', 'b/x', 'ab'),
    content: fc.constantFrom('', '1', '2'),
    mode: fc.constantFrom(0o644, 0o755),
  })
  const files = fc.uniqueArray(file, { selector: ({ name }) => name.charAt(0) + name.length, maxLength: 4 })
  const key = (entries: readonly TestEntry[]): string =>
    entries
      .map((one) => JSON.stringify(one))
      .sort()
      .join()
  await fc.assert(
    fc.asyncProperty(files, files, async (before, after) => {
      const usable = [before, after].every(
        (list) => !list.some(({ name }) => list.some((o) => o.name.startsWith(`${name}/`))),
      )
      fc.pre(usable)
      const [one, two] = await digests(before, after)
      expect(one === two).toBe(key(before) === key(after))
    }),
  )
})
