import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeLayer } from '../../../../src/inspect/cache/decode-layer.ts'
import { encodeLayer } from '../../../../src/inspect/cache/encode-layer.ts'
import { packEntry, unpackEntry } from '../../../../src/inspect/cache/entry-file.ts'
import { layerSection } from '../../../../src/inspect/cache/layer-section.ts'
import { fileTable } from '../../../../src/inspect/file-table.ts'
import { LayerBuilder } from '../../../../src/inspect/layer-builder.ts'
import { kind, kindOf, type LayerTable } from '../../../../src/inspect/layer-table.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { stack } from '../../../../src/inspect/stack.ts'
import type { TarEntry } from '../../../../src/inspect/tar-entry.ts'
import { anyLayers, directory, file, link, symlink } from '../any-layers.ts'

const diffId = `sha256:${createHash('sha256').update('a layer').digest('hex')}`

function build(entries: readonly TarEntry[], tree: PathTree): LayerTable {
  const builder = new LayerBuilder(tree)
  for (const [index, entry] of entries.entries()) {
    builder.add(entry)
    builder.setChecksum(index * 0x01000193)
  }
  return builder.finish('crc64')
}

/** What a stack of layers shows, or the message of what was thrown. */
function shown(layers: readonly LayerTable[], tree: PathTree): unknown {
  try {
    const { live, wasted, owners, entries, ...stacked } = stack(layers, tree)
    const all = fileTable({ ...stacked, live, wasted, owners, entries }).named(() => true)
    return { live, wasted, all: all.sort((a, b) => (a.path < b.path ? -1 : 1)) }
  } catch (error) {
    return String(error)
  }
}

const sample = [
  directory('usr/'),
  file('usr/a', 10),
  link('usr/b', 'usr/a'),
  symlink('usr/c', '../x/y'),
  link('usr/d', 'lower/file'),
  file('etc/.wh.gone', 0),
  file('etc/.wh..wh..opq', 0),
  file('\xff\xfe|', 2 ** 40),
  file('usr/a', 3),
]

test('a table that went through an entry stacks as before, in a tree of its own', () => {
  fc.assert(
    fc.property(anyLayers, (layers) => {
      const [tree, other] = [new PathTree(), new PathTree()]
      const tables = layers.flatMap((entries) => attempt(() => build(entries, tree)))
      other.child(0, 'something else')
      const again = tables.map((table) => {
        const decoded = decodeLayer(diffId, encodeLayer(diffId, table, tree), other)
        if (decoded === null) throw new Error('the entry was refused')
        return decoded
      })
      expect(shown(again, other)).toEqual(shown(tables, tree))
      expect(again.map(numbers)).toEqual(tables.map(numbers))
    }),
    { numRuns: 300 },
  )
})

function numbers(layer: LayerTable): unknown {
  const { size, declaredSize, checksums, checksumKind, inodes, sizes } = layer
  const files = [...checksums].map((checksum, entry) =>
    kindOf(layer, entry) === kind.file ? checksum : null,
  )
  return { size, declaredSize, checksumKind, files, inodes: [...inodes], sizes: [...sizes] }
}

function attempt<T>(make: () => T): T[] {
  try {
    return [make()]
  } catch {
    return []
  }
}

test('what goes in is not changed, and comes out in the same tree as it was', () => {
  const tree = new PathTree()
  const table = build(sample, tree)
  const before = structuredClone(table)
  const bytes = encodeLayer(diffId, table, tree)
  expect(table).toEqual(before)
  expect(decodeLayer(diffId, bytes, tree)).toEqual(before)
})

describe('refused, with the tree as it was', () => {
  const tree = new PathTree()
  const bytes = encodeLayer(diffId, build(sample, tree), tree)
  const refused = (changed: Buffer, id = diffId): void => {
    const other = new PathTree()
    expect(decodeLayer(id, changed, other)).toBeNull()
    expect([other.count, other.names.count]).toEqual([1, 0])
  }

  test('a flipped byte, wherever it is', () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ (1 << (at % 8))
      refused(changed)
    }
  })
  test('any beginning, and a byte more', () => {
    for (let end = 0; end < bytes.length; end += 7) refused(bytes.subarray(0, end))
    refused(Buffer.concat([bytes, Buffer.alloc(1)]))
  })
  test('the entry of another layer, and a diffID that is none', () => {
    refused(bytes, `sha256:${'0'.repeat(64)}`)
    refused(bytes, 'sha256:../../x')
  })
})

/** The sample with one section of its columns changed, and sums that fit again. */
function changed(section: number, change: (bytes: Buffer) => Uint8Array): Buffer {
  const tree = new PathTree()
  const sections = new Map(unpackEntry(diffId, encodeLayer(diffId, build(sample, tree), tree)))
  const bytes = sections.get(section)
  if (bytes) sections.set(section, change(Buffer.from(bytes)))
  return packEntry(diffId, sections)
}

const whole = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeInt32LE(value, at * 4)
  return bytes
}
const short = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeUInt16LE(value, at * 2)
  return bytes
}
const float = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeDoubleLE(value, at * 8)
  return bytes
}

describe('numbers that no layer has, under a checksum that fits', () => {
  const { head, names, nameLengths, parents, nodeNames } = layerSection
  const { paths, inodes, sizes, attributes, extras } = layerSection
  test.each<[string, number, (bytes: Buffer) => Uint8Array]>([
    ['more entries than the columns hold', head, float(0, 12)],
    ['a huge number of entries', head, float(0, 2 ** 40)],
    ['a negative number of entries', head, float(0, -1)],
    ['no number of entries', head, float(0, Number.NaN)],
    ['a size that the entries do not add up to', head, float(1, 5)],
    ['a declared size below zero', head, float(2, -1)],
    ['an unknown kind of checksum', head, float(3, 7)],
    ['a negative length of a name', nameLengths, whole(0, -1)],
    ['a name longer than all', nameLengths, whole(0, 100_000)],
    ['a component with a slash', names, (bytes) => bytes.fill('/', 0, 1)],
    ['a parent after its child', parents, whole(0, 3)],
    ['a parent below zero', parents, whole(0, -1)],
    ['the name of a node that is none', nodeNames, whole(0, 100)],
    ['a path that is none', paths, whole(0, 100)],
    ['a path below −1', paths, whole(0, -2)],
    ['an inode after its entry', inodes, whole(1, -1)],
    ['an inode before all', inodes, whole(0, 1)],
    ['a negative size', sizes, float(2, -4)],
    ['half a byte', sizes, float(2, 0.5)],
    ['an infinite size', sizes, float(2, Number.POSITIVE_INFINITY)],
    ['a kind 0', attributes, short(2, 0)],
    ['a kind above all', attributes, short(2, 9 << 12)],
    ['a section of another length', attributes, (bytes) => bytes.subarray(4)],
    ['a link to a name that is none', extras, (bytes) => bytes.fill(0x7f)],
  ])('%s', (_what, section, change) => {
    expect(decodeLayer(diffId, changed(section, change), new PathTree())).toBeNull()
  })

  test('a missing section; one that is not known is passed over', () => {
    expect(decodeLayer(diffId, packEntry(diffId, new Map()), new PathTree())).toBeNull()
    const tree = new PathTree()
    const sections = unpackEntry(diffId, encodeLayer(diffId, build(sample, tree), tree))
    const more = packEntry(diffId, new Map([...sections, [60, Buffer.from('of a later version')]]))
    expect(decodeLayer(diffId, more, new PathTree())?.size).toBe(2 ** 40 + 19)
  })

  test('a section that unpacks to far more than the entry has bytes', () => {
    const zeros = packEntry(diffId, new Map([[layerSection.head, Buffer.alloc(8 * 2 ** 20)]]))
    expect(zeros.length).toBeLessThan(50_000)
    expect(() => unpackEntry(diffId, zeros)).toThrow('does not fit')
  })

  test('any numbers give null or a table that can be stacked', () => {
    const columns = [parents, nodeNames, paths, inodes, attributes, extras, nameLengths]
    const value = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.integer(), fc.constantFrom(...kinds))
    fc.assert(
      fc.property(fc.constantFrom(...columns), fc.nat(8), value, (section, at, number) => {
        const bytes = changed(section, (column) => whole(at % Math.floor(column.length / 4), number)(column))
        const tree = new PathTree()
        const table = decodeLayer(diffId, bytes, tree)
        const result = table && shown([table], tree)
        if (typeof result === 'string') expect(result).toMatch(/^MeasureError: /)
      }),
      { numRuns: 300 },
    )
  })
})

const kinds = Object.values(kind).map((number) => number << 12)
