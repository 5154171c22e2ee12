import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fileTable } from '../../../src/inspect/file-table.ts'
import type { FileTable } from '../../../src/inspect/image.ts'
import { LayerBuilder } from '../../../src/inspect/layer-builder.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { rawOf, textOf } from '../../../src/inspect/raw-text.ts'
import { stack } from '../../../src/inspect/stack.ts'
import type { TarEntry, TarType } from '../../../src/inspect/tar-entry.ts'

function table(entries: readonly [name: string, type: TarType, linkName?: string][]): FileTable {
  const tree = new PathTree()
  const builder = new LayerBuilder(tree)
  for (const [name, type, linkName = ''] of entries) {
    builder.add({ name, type, size: type === 'file' ? 3 : 0, mode: 0o755, linkName } satisfies TarEntry)
  }
  return fileTable(stack([builder.finish('crc32')], tree))
}

const files = table([
  ['usr/bin/gcc-12', 'file'],
  ['usr/bin/gcc', 'symlink', 'gcc-12'],
  ['etc/alternatives/cc', 'symlink', '/usr/bin/gcc'],
  ['usr/bin/cc', 'symlink', '../../etc/alternatives/cc'],
  ['bin', 'symlink', 'usr/bin'],
  ['loop', 'symlink', 'loop'],
  ['broken', 'symlink', '/nowhere'],
  ['out', 'symlink', '../../../usr/bin/gcc-12'],
  ['same', 'hardlink', 'usr/bin/gcc-12'],
])

test('find takes links as they are', () => {
  expect(files.find('/usr/bin/gcc')).toEqual({
    path: '/usr/bin/gcc',
    type: 'symlink',
    size: 6,
    mode: 0o755,
    linkTarget: 'gcc-12',
    layer: 0,
  })
  expect(files.find('/bin/gcc')).toBeNull()
  expect(files.find('/')).toMatchObject({ path: '/', type: 'directory' })
  expect(files.find('/same')).toMatchObject({ type: 'file', size: 3 })
})

test('resolve follows every link inside the image', () => {
  for (const path of ['/bin/cc', '/usr/bin/cc', '/etc/alternatives/cc', '/out', '/etc/../usr/./bin//gcc']) {
    expect(files.resolve(path)?.path).toBe('/usr/bin/gcc-12')
  }
  for (const path of ['/loop', '/broken', '/bin/nothing', '/usr/bin/gcc/x'])
    expect(files.resolve(path)).toBeNull()
})

test('named asks for each entry by its last component', () => {
  expect(files.named((name) => name === 'cc').map(({ path }) => path)).toEqual([
    '/etc/alternatives/cc',
    '/usr/bin/cc',
  ])
  expect(files.count).toBe(files.named(() => true).length + 1)
})

test('looking does not change the table', () => {
  const before = files.count
  expect(files.find('/never/seen/before')).toBeNull()
  expect(files.named(() => true)).toHaveLength(before - 1)
})

test('bytes that are no UTF-8 become text and back, and different bytes stay different', () => {
  const raw = fc.array(fc.integer({ min: 0, max: 255 })).map((bytes) => Buffer.from(bytes).toString('latin1'))
  const utf8 = fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text, 'utf8').toString('latin1'))
  fc.assert(
    fc.property(fc.oneof(raw, utf8), (bytes) => {
      expect(rawOf(textOf(bytes))).toBe(bytes)
      expect(JSON.parse(JSON.stringify(textOf(bytes)))).toBe(textOf(bytes))
    }),
    { numRuns: 1000 },
  )
  expect(textOf('caf\xc3\xa9')).toBe('café')
  expect(textOf('\xef\xbb\xbfa')).toBe('\ufeffa')
})
