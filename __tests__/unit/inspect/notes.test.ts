import { describe, expect, test } from '@jest/globals'
import { LayerBuilder } from '../../../src/inspect/layer-builder.ts'
import type { ChecksumKind } from '../../../src/inspect/layer-table.ts'
import { type Notes, notesOf } from '../../../src/inspect/notes/notes.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { type Stacked, stack } from '../../../src/inspect/stack.ts'

/** Path → bytes and checksum of the content; a path instead is a hard link to it. */
type Files = Readonly<Record<string, readonly [size: number, checksum: number] | string>>

function stacked(layers: readonly Files[], kinds: readonly ChecksumKind[] = []): Stacked {
  const tree = new PathTree()
  const tables = layers.map((files, index) => {
    const builder = new LayerBuilder(tree)
    for (const [name, content] of Object.entries(files)) {
      const isLink = typeof content === 'string'
      const size = isLink ? 0 : content[0]
      const linkName = isLink ? content : ''
      builder.add({ name, type: isLink ? 'hardlink' : 'file', size, mode: 0o644, linkName })
      builder.setChecksum(isLink ? 0 : content[1])
    }
    return builder.finish(kinds[index] ?? 'crc64')
  })
  return stack(tables, tree)
}

const notes = (layers: readonly Files[], ownFrom = 0): Notes => notesOf(stacked(layers), ownFrom)

describe('duplicates', () => {
  test('the same content at several paths, by the layers that have it', () => {
    const first = { 'a/x': [5000, 7], 'a/y': [6000, 8], 'a/z': [5000, 9] } as const
    const { duplicates } = notes([first, { 'b/x': [5000, 7], 'b/y': [6000, 8], 'b/other': [5000, 3] }])
    expect(duplicates).toEqual([
      {
        layers: [0, 1],
        bytes: 11_000,
        count: 2,
        examples: [
          {
            size: 6000,
            copies: [
              { path: '/a/y', layer: 0 },
              { path: '/b/y', layer: 1 },
            ],
          },
          {
            size: 5000,
            copies: [
              { path: '/a/x', layer: 0 },
              { path: '/b/x', layer: 1 },
            ],
          },
        ],
      },
    ])
  })
  test.each([
    ['a hard link', { a: [5000, 7], b: 'a' }],
    ['a small file', { a: [4095, 7], b: [4095, 7] }],
    ['no checksum', { a: [5000, 0], b: [5000, 0] }],
    ['another size', { a: [5000, 7], b: [5000 + 2 ** 21, 7] }],
  ] as const)('%s is no duplicate', (_name, files) => {
    expect(notes([files]).duplicates).toEqual([])
  })
  test.each([
    ['the system', [{ 'usr/bin/a': [5000, 7], 'usr/lib/a': [5000, 7] }], 0],
    ['a language', [{ 'app/node_modules/a': [5000, 7], 'app/node_modules/b': [5000, 7] }], 0],
    ['a language twice', [{ 'a/node_modules/a': [5000, 7] }, { 'b/node_modules/a': [5000, 7] }], 1],
    ['the system and a copy', [{ 'usr/bin/a': [5000, 7], 'opt/a': [5000, 7] }], 1],
    ['a program that was built', [{ 'usr/src/a': [5000, 7], 'usr/local/bin/a': [5000, 7] }], 1],
  ] as const)('content of packages of %s', (_name, layers, groups) => {
    expect(notes(layers).duplicates).toHaveLength(groups)
  })
  test('what is hidden is no duplicate', () => {
    expect(notes([{ a: [5000, 7], b: [5000, 7] }, { '.wh.a': [0, 0] }]).duplicates).toEqual([])
  })
  test('copies that the base image has are not counted, copies of it are', () => {
    const layers: Files[] = [
      { a: [5000, 7], b: [5000, 7] },
      { c: [5000, 7], d: [5000, 7] },
    ]
    expect(notes(layers, 1).duplicates).toMatchObject([{ layers: [0, 1], bytes: 10_000 }])
    expect(notes(layers, 2).duplicates).toEqual([])
    expect(notes(layers).duplicates).toMatchObject([{ bytes: 15_000 }])
  })
  test('checksums of two kinds are not compared, and it says so', () => {
    const files: Files = { a: [5000, 7] }
    const two = stacked([files, { b: [5000, 7] }], ['crc64', 'crc32'])
    expect(notesOf(two, 0)).toMatchObject({
      duplicates: null,
      duplicatesProblem: expect.stringContaining('two ways'),
    })
  })
  test('a group names five paths of three contents at most', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const files = Object.fromEntries(
      [1, 2, 3, 4].flatMap((at) => names.map((name) => [`${name}${at}`, [5000 + at, 5] as const])),
    )
    const [group] = notes([files]).duplicates ?? []
    expect(group).toMatchObject({ count: 4, bytes: 5 * (20_000 + 10) })
    expect(group?.examples.map(({ size, copies }) => [size, copies.length])).toEqual([
      [5004, 5],
      [5003, 5],
      [5002, 5],
    ])
  })
})

test('the largest files of the own layers', () => {
  const { largest } = notes([{ base: [9e6, 1] }, { small: [999_999, 2], a: [2e6, 3], b: [3e6, 4] }], 1)
  expect(largest).toEqual([
    { path: '/b', layer: 1, size: 3e6 },
    { path: '/a', layer: 1, size: 2e6 },
  ])
})

describe('places', () => {
  test('caches, .git and tests have their bytes by layer', () => {
    const lower = { 'var/lib/apt/lists/x': [100, 1], 'root/.cache/pip/http/a': [30, 2] } as const
    const upper = {
      'var/lib/apt/lists/y': [50, 3],
      'app/.git/objects/p': [20, 4],
      'app/tests/data/b': [10, 5],
      'app/node_modules/x/tests/c': [900, 6],
    } as const
    const found = notes([lower, upper]).places.map(
      ({ kind, name, path, layer, bytes }) => `${kind} ${name} ${path} ${layer} ${bytes}`,
    )
    expect(found).toEqual([
      'cache apt lists /var/lib/apt/lists 0 100',
      'cache apt lists /var/lib/apt/lists 1 50',
      'cache pip cache /root/.cache/pip 0 30',
      'git .git /app/.git 1 20',
      'tests tests /app/tests 1 10',
    ])
  })
  test('the outermost place has all, and the base image none', () => {
    const files: Files = { 'app/tests/fixtures/.git/x': [7, 1], 'app/tests/y': [3, 2] }
    expect(notes([files]).places).toMatchObject([{ kind: 'tests', path: '/app/tests', bytes: 10 }])
    expect(notes([files], 1).places).toEqual([])
  })
})
