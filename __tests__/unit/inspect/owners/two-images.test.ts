import { expect, test } from '@jest/globals'
import { LayerBuilder } from '../../../../src/inspect/layer-builder.ts'
import type { LayerTable } from '../../../../src/inspect/layer-table.ts'
import { ownersOf } from '../../../../src/inspect/owners/owners-of.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { stack } from '../../../../src/inspect/stack.ts'
import { unsharedLayers } from '../../../../src/inspect/unshared-layers.ts'

const database = {
  '/var/lib/dpkg/status': 'Package: p\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n',
  '/var/lib/dpkg/info/p.list': '/.\n/lib\n/lib/a\n/lib/b\n',
}

test('an equal list of two images claims what each of them has, through the links of each', () => {
  const tree = new PathTree()
  const image = (paths: readonly string[], link: string | null): Record<string, number> => {
    const builder = new LayerBuilder(tree)
    const entry = { mode: 0o644, linkName: '', size: 0 }
    if (link !== null) builder.add({ ...entry, name: 'lib', type: 'symlink', linkName: link })
    for (const name of paths) builder.add({ ...entry, name, type: 'file', size: 10 })
    const stacked = stack([builder.finish('crc32')], tree)
    const { owners } = ownersOf(stacked, new Map(Object.entries(database)))
    return Object.fromEntries(owners.map(({ name, bytes }) => [name, bytes]))
  }
  expect(image(['lib/a', 'lib/b', 'usr/lib/a'], null)).toEqual({ p: 20, '/usr/lib': 10 })
  expect(image(['usr/lib/a', 'usr/lib/c'], 'usr/lib')).toEqual({ p: 10, '/usr/lib': 10, '/': 7 })
  expect(image(['lib/b'], null)).toEqual({ p: 10 })
})

test('layers that both images have once need no digest of what they hold', () => {
  const table = new LayerBuilder(new PathTree()).finish('crc32')
  const layers = new Map(['a', 'b', 'c', 'd'].map((diffId) => [diffId, table]))
  const images = [
    { id: '1', diffIds: ['a', 'b', 'c'] },
    { id: '2', diffIds: ['a', 'c', 'd', 'c'] },
  ]
  expect([...unsharedLayers(images, layers).keys()]).toEqual(['b', 'c', 'd'])
  expect(unsharedLayers(images.slice(0, 1), layers).size).toBe(4)
})

test('a layer as large as no other of the two images has no equal to be told', () => {
  const sized = (size: number): LayerTable => {
    const builder = new LayerBuilder(new PathTree())
    builder.add({ name: 'a', type: 'file', size, mode: 0o644, linkName: '' })
    return builder.finish('crc32')
  }
  const layers = new Map([1, 2, 2, 3].map((size, index) => [`${index}`, sized(size)]))
  const images = [
    { id: '1', diffIds: ['0', '1'] },
    { id: '2', diffIds: ['2', '3'] },
  ]
  expect([...unsharedLayers(images, layers).keys()]).toEqual(['1', '2'])
  expect(unsharedLayers(images.slice(1), layers).size).toBe(4)
})
