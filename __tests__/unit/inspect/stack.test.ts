import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countFiles, fileTable } from '../../../src/inspect/file-table.ts'
import { hiddenFiles } from '../../../src/inspect/hidden-files.ts'
import { LayerBuilder } from '../../../src/inspect/layer-builder.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { type Stacked, stack } from '../../../src/inspect/stack.ts'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'
import { anyLayers, directory, file, link, symlink } from './any-layers.ts'
import { referenceStack } from './reference-overlay.ts'

function stacked(...layers: TarEntry[][]): Stacked {
  const tree = new PathTree()
  const tables = layers.map((entries) => {
    const builder = new LayerBuilder(tree)
    for (const entry of entries) builder.add(entry)
    return builder.finish('crc32')
  })
  return stack(tables, tree)
}

function listing(result: Stacked): Record<string, string> {
  return Object.fromEntries(
    fileTable(result)
      .named(() => true)
      .map(({ path, type, size, layer }) => [
        path,
        type === 'directory' ? type : `${type} ${size} of ${layer}`,
      ]),
  )
}

const bytes = (result: Stacked): number[][] =>
  result.layers.map(({ size }, i) => [size, result.live[i] ?? -1, result.wasted[i] ?? -1])

describe('one layer', () => {
  test('a size counts files once per inode and the length of link targets', () => {
    const result = stacked([
      directory('usr/'),
      file('usr/a', 10),
      link('usr/b', 'usr/a'),
      symlink('usr/c', 'a'),
      file('./d', 3),
    ])
    expect(bytes(result)).toEqual([[14, 14, 0]])
    expect(countFiles(result)).toBe(4)
  })
  test('a later entry replaces an earlier one', () => {
    expect(bytes(stacked([file('a', 10), file('a', 4)]))).toEqual([[4, 4, 0]])
    expect(bytes(stacked([file('d/x', 10), file('d', 4)]))).toEqual([[4, 4, 0]])
    expect(bytes(stacked([file('d/x', 10), directory('d'), file('d/y', 1)]))).toEqual([[11, 11, 0]])
  })
  test('an inode stays while another name of it does', () => {
    expect(bytes(stacked([file('a', 10), link('b', 'a'), file('a', 1)]))).toEqual([[11, 11, 0]])
  })
  test('links among its own directories are followed, as an engine that unpacks it does', () => {
    const result = stacked([directory('usr/lib'), symlink('lib', 'usr/lib'), file('lib/x', 5)])
    expect(listing(result)['/usr/lib/x']).toBe('file 5 of 0')
    expect(listing(result)['/lib/x']).toBeUndefined()
  })
  test('an entry above the root, a link loop and a link to nothing are refused', () => {
    for (const entries of [
      [file('../x', 1)],
      [symlink('a', 'b'), symlink('b', 'a'), file('a/x', 1)],
      [link('a', 'b')],
    ]) {
      expect(() => stacked(entries)).toThrow(expect.objectContaining({ name: 'MeasureError' }))
    }
  })
})

describe('layers', () => {
  test('overwritten and deleted bytes are wasted in the layer that brought them', () => {
    const result = stacked([file('a', 10), file('b', 7)], [file('a', 3), file('.wh.b', 0)])
    expect(bytes(result)).toEqual([
      [17, 0, 17],
      [3, 3, 0],
    ])
    expect(hiddenFiles(result, (name) => name === 'b')).toEqual([{ path: '/b', layer: 0, size: 7 }])
    expect(hiddenFiles(result, (name) => name === 'a')).toEqual([])
  })
  test('a whiteout of a directory and an opaque directory hide all below', () => {
    expect(bytes(stacked([file('d/a/x', 5), file('d/b', 2)], [file('.wh.d', 0)]))).toEqual([
      [7, 0, 7],
      [0, 0, 0],
    ])
    const opaque = stacked([file('d/a/x', 5), file('d/b', 2)], [file('d/c', 1), file('d/.wh..wh..opq', 0)])
    expect(bytes(opaque)).toEqual([
      [7, 0, 7],
      [1, 1, 0],
    ])
    expect(Object.keys(listing(opaque))).toEqual(['/d', '/d/c'])
  })
  test('a whiteout does not touch its own layer, wherever it stands', () => {
    for (const upper of [
      [file('d/n', 1), file('.wh.d', 0)],
      [file('.wh.d', 0), file('d/n', 1)],
    ]) {
      expect(Object.keys(listing(stacked([file('d/o', 5)], upper)))).toEqual(['/d', '/d/n'])
    }
  })
  test('file over directory, directory over file and over link', () => {
    expect(bytes(stacked([file('d/x', 5)], [file('d', 1)]))).toEqual([
      [5, 0, 5],
      [1, 1, 0],
    ])
    expect(bytes(stacked([file('d', 5)], [file('d/x', 1)]))).toEqual([
      [5, 0, 5],
      [1, 1, 0],
    ])
    expect(bytes(stacked([file('d/o', 5)], [file('d', 1)], [file('d/n', 2)]))).toEqual([
      [5, 0, 5],
      [1, 0, 1],
      [2, 2, 0],
    ])
    const overLink = stacked([file('usr/lib/a', 9), symlink('lib', 'usr/lib')], [file('lib/b', 1)])
    expect(listing(overLink)).toMatchObject({ '/lib': 'directory', '/lib/b': 'file 1 of 1' })
    expect(bytes(overLink)).toEqual([
      [16, 9, 7],
      [1, 1, 0],
    ])
  })
  test('a hard link to a file of a lower layer keeps that inode alive', () => {
    const result = stacked([file('a', 10)], [link('b', 'a'), file('.wh.a', 0)])
    expect(bytes(result)).toEqual([
      [10, 10, 0],
      [0, 0, 0],
    ])
    expect(listing(result)).toEqual({ '/b': 'file 10 of 0' })
  })
  test('an implied directory keeps what the lower layer says of it', () => {
    const result = stacked([{ ...directory('d'), mode: 0o700 }, file('d/a', 1)], [file('d/b', 1)])
    expect(fileTable(result).find('/d')).toMatchObject({ mode: 0o700, layer: 0 })
  })
})

test('any layers give what a plain overlay of nested maps gives', () => {
  fc.assert(
    fc.property(anyLayers, (input) => {
      const expected = attempt(() => referenceStack(input))
      const result = attempt(() => stacked(...input))
      expect(result === null).toBe(expected === null)
      if (!result || !expected) return
      expect(listing(result)).toEqual(expected.files)
      expect(result.layers.map(({ size }) => size)).toEqual(expected.sizes)
      expect(result.live).toEqual(expected.live)
    }),
    { numRuns: 1000 },
  )
})

function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof Error && /link/.test(error.message)) return null
    throw error
  }
}
