import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fates } from '../../../src/inspect/fate.ts'
import { fileTable } from '../../../src/inspect/file-table.ts'
import { hiddenFiles } from '../../../src/inspect/hidden-files.ts'
import { LayerBuilder } from '../../../src/inspect/layer-builder.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { type Stacked, stack, stackImages } from '../../../src/inspect/stack.ts'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'
import { anyLayers, directory, file, link, symlink } from './any-layers.ts'
import { type ReferenceWaste, referenceStack } from './reference-overlay.ts'

function stacked(...layers: TarEntry[][]): Stacked {
  const tree = new PathTree()
  const tables = layers.map((entries) => {
    const builder = new LayerBuilder(tree)
    for (const entry of entries) {
      builder.add(entry)
      // The mode stands for the content here.
      builder.setChecksum(entry.mode)
    }
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
    expect(result.fileCount).toBe(4)
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
      expectFates(result.wastedBy, expected.wasted)
    }),
    { numRuns: 1000 },
  )
})

/** Each pair of layers has the bytes and inodes, and each fate those that can have no other. */
function expectFates(rows: Stacked['wastedBy'], expected: readonly ReferenceWaste[]): void {
  const sum = (inodes: readonly { size: number }[]) => inodes.reduce((total, { size }) => total + size, 0)
  const pair = ({ layer, by }: { layer: number; by: number }) => `${layer} by ${by}`
  expect(new Set(rows.map(pair))).toEqual(new Set(expected.map(pair)))
  for (const name of new Set(rows.map(pair))) {
    const own = rows.filter((row) => pair(row) === name)
    const inodes = expected.filter((inode) => pair(inode) === name)
    expect(own.reduce((total, { bytes }) => total + bytes, 0)).toBe(sum(inodes))
    expect(own.reduce((total, { count }) => total + count, 0)).toBe(inodes.length)
    for (const how of fates) {
      const bytes = own.find((row) => row.how === how)?.bytes ?? 0
      const can = inodes.filter(({ hows }) => hows.includes(how))
      expect(bytes).toBeLessThanOrEqual(sum(can))
      expect(bytes).toBeGreaterThanOrEqual(sum(can.filter(({ hows }) => hows.length === 1)))
    }
  }
}

describe('fates', () => {
  const fatesOf = (...layers: TarEntry[][]) =>
    stacked(...layers).wastedBy.map(({ layer, by, how, bytes }) => `${bytes} of ${layer} ${how} by ${by}`)
  test.each([
    ['other content', [file('a', 9, 0o644)], [file('a', 9, 0o755)], '9 of 0 overwritten by 1'],
    ['another size', [file('a', 9)], [file('a', 8)], '9 of 0 overwritten by 1'],
    ['the same content', [file('a', 9)], [file('a', 9)], '9 of 0 metadata by 1'],
    ['a link to elsewhere', [symlink('a', 'b')], [symlink('a', 'c')], '1 of 0 overwritten by 1'],
    ['the same link', [symlink('a', 'b')], [symlink('a', 'b')], '1 of 0 metadata by 1'],
    ['a link in its place', [file('a', 9)], [symlink('a', 'b')], '9 of 0 replaced by 1'],
    ['a directory in its place', [file('a', 9)], [file('a/b', 0)], '9 of 0 replaced by 1'],
    ['a file for its directory', [file('d/a', 9)], [file('d', 0)], '9 of 0 replaced by 1'],
    ['its own whiteout', [file('a', 9)], [file('.wh.a', 0)], '9 of 0 deleted by 1'],
    ["its directory's whiteout", [file('d/e/a', 9)], [file('.wh.d', 0)], '9 of 0 directory by 1'],
    ['an opaque directory', [file('d/e/a', 9)], [file('d/.wh..wh..opq', 0)], '9 of 0 opaque by 1'],
    [
      'an opaque directory where it comes back',
      [file('d/a', 9)],
      [file('d/.wh..wh..opq', 0), file('d/a', 9)],
      '9 of 0 metadata by 1',
    ],
    [
      'its whiteout after the last other name went',
      [file('a', 9), link('b', 'a')],
      [file('b', 3), file('.wh.a', 0)],
      '9 of 0 overwritten by 1',
    ],
    [
      'a hard link to other content',
      [file('a', 9), file('c', 9, 0o755)],
      [link('a', 'c')],
      '9 of 0 overwritten by 1',
    ],
  ])('%s', (_name, lower, upper, expected) => {
    expect(fatesOf(lower, upper)).toEqual([expected])
  })
  test('the layer that hides the last name did it', () => {
    const lower = [file('a', 9), link('b', 'a')]
    expect(fatesOf(lower, [file('.wh.a', 0)])).toEqual([])
    expect(fatesOf(lower, [file('.wh.a', 0)], [file('x', 1)], [file('.wh.b', 0)])).toEqual([
      '9 of 0 deleted by 3',
    ])
  })
  test('content of another kind of checksum cannot be the same', () => {
    const tree = new PathTree()
    const tables = (['crc32', 'crc64'] as const).map((checksumKind) => {
      const builder = new LayerBuilder(tree)
      builder.add(file('a', 9))
      builder.setChecksum(7)
      return builder.finish(checksumKind)
    })
    expect(stack(tables, tree).wastedBy).toMatchObject([{ how: 'overwritten' }])
  })
  test('a row names its largest files and counts them all', () => {
    const sizes = [3, 9, 1, 7, 5, 8, 2]
    const result = stacked(
      sizes.map((size) => file(`d/${size}`, size)),
      [file('.wh.d', 0)],
    )
    expect(result.wastedBy).toMatchObject([{ layer: 0, by: 1, how: 'directory', bytes: 35, count: 7 }])
    const paths = result.wastedBy[0]?.largest.map(({ node }) => result.tree.path(node))
    expect(paths).toEqual(['/d/9', '/d/8', '/d/7', '/d/5', '/d/3'])
  })
})

test('images that have their lowest layers in common are stacked as each would be alone', () => {
  fc.assert(
    fc.property(anyLayers, anyLayers, anyLayers, (common, one, other) => {
      const tree = new PathTree()
      const tables = (layers: readonly TarEntry[][]) =>
        layers.map((entries) => {
          const builder = new LayerBuilder(tree)
          for (const entry of entries) builder.add(entry)
          return builder.finish('crc32')
        })
      const made = attempt(() => [common, one, other].map(tables))
      const [below = [], ...above] = made ?? []
      const images = [...above.map((layers) => [...below, ...layers]), above[0] ?? []]
      const alone = attempt(() => images.map((layers) => stack(layers, tree)))
      expect(attempt(() => stackImages(images, tree))).toEqual(alone)
    }),
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
