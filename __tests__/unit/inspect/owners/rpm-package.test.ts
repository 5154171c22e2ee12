import { expect, test } from '@jest/globals'
import { MeasureError } from '../../../../src/inspect/measure-error.ts'
import { readRpmPackage } from '../../../../src/inspect/owners/rpm/rpm-package.ts'

type Value = string | readonly string[] | readonly number[]
const widths: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 }

/** A header as rpm's database holds it: by tag the type and the value. */
function header(tags: readonly (readonly [tag: number, type: number, value: Value])[]): Buffer {
  const index: Buffer[] = []
  let data = Buffer.alloc(0)
  for (const [tag, type, value] of tags) {
    const values = typeof value === 'string' ? [value] : value
    const entry = Buffer.alloc(16)
    for (const [at, word] of [tag, type, data.length, values.length].entries())
      entry.writeUInt32BE(word, 4 * at)
    index.push(entry)
    const parts = values.map((one) => {
      if (typeof one === 'string') return Buffer.from(`${one}\0`, 'latin1')
      const width = widths[type] as number
      const bytes = Buffer.alloc(width)
      bytes.writeUIntBE(one, 0, width)
      return bytes
    })
    data = Buffer.concat([data, ...parts])
  }
  const head = Buffer.alloc(8)
  head.writeUInt32BE(tags.length, 0)
  head.writeUInt32BE(data.length, 4)
  return Buffer.concat([head, ...index, data])
}

const named = [
  [1000, 6, 'a'],
  [1001, 6, '1'],
  [1002, 6, '2'],
] as const
const three = [
  [1117, 8, ['x', 'y', 'z']],
  [1118, 8, ['/usr/', '/etc/']],
  [1116, 4, [0, 1, 0]],
] as const

test('files that were replaced, left out or are of another architecture are not the package\u2019s', () => {
  const states = (values: readonly number[]) =>
    readRpmPackage(header([...named, ...three, [1029, 1, values]]))?.files
  expect(states([0, 1, 2])).toEqual(['/usr/x'])
  expect(states([3, 4, 255])).toEqual(['/usr/x'])
  expect(readRpmPackage(header([...named, ...three]))?.files).toEqual(['/usr/x', '/etc/y', '/usr/z'])
})

test('directories are left out, links and files stay, a ghost is apart', () => {
  const modes = [0o040755, 0o120777, 0o100644]
  const blob = header([...named, ...three, [1030, 3, modes], [1037, 4, [0, 0, 0x50]]])
  expect(readRpmPackage(blob)).toMatchObject({ files: ['/etc/y'], ghosts: ['/usr/z'] })
})

test('an epoch of 0 is said, none is not; whole paths of long ago are taken', () => {
  const old = [1027, 8, ['/bin/sh', '/etc/rc']] as const
  expect(readRpmPackage(header([...named, old]))).toEqual({
    ...{ name: 'a', version: '1-2', arch: '' },
    ...{ files: ['/bin/sh', '/etc/rc'], ghosts: [] },
    relations: { needs: [], wants: [], provides: [], neededBy: [], wantedBy: [] },
  })
  expect(readRpmPackage(header([...named, [1003, 4, [0]]]))?.version).toBe('0:1-2')
})

test('conditions, and what only rpm answers to, are no needs', () => {
  const needs = [
    1049,
    8,
    ['rpmlib(FileDigests)', '(a if b)', 'config(a)', '/bin/sh', 'libc.so.6', 'libc.so.6'],
  ] as const
  const some = header([...named, needs, [5046, 8, ['docs']], [1047, 8, ['a', 'a(x86-64)']]])
  expect(readRpmPackage(some)?.relations).toMatchObject({
    needs: [['/bin/sh'], ['libc.so.6']],
    wants: [['docs']],
    provides: ['a', 'a(x86-64)'],
  })
})

test('what rpm appended replaces what the package came with', () => {
  expect(readRpmPackage(header([...named, [1002, 6, '3']]))?.version).toBe('1-3')
})

test.each([
  ['no name', [[1001, 6, '1']], 'it has no name'],
  [
    'an index past the directories',
    [...named, [1117, 8, ['x']], [1118, 8, ['/']], [1116, 4, [1]]],
    'do not fit',
  ],
  ['no directories', [...named, [1117, 8, ['x']]], 'do not fit'],
  ['fewer states than files', [...named, ...three, [1029, 1, [0, 0]]], 'do not fit'],
  [
    'a path that no system has',
    [...named, [1117, 8, ['x']], [1118, 8, ['/'.repeat(5000)]], [1116, 4, [0]]],
    'do not fit',
  ],
  ['a number that is a text', [...named, ...three, [1029, 6, 'abc']], 'a number is of type 6'],
  ['a name that is a number', [[1000, 4, [1]]], 'a text is of type 4'],
  ['two names', [[1000, 8, ['a', 'b']]], 'tag 1000 has 2 values, not 1 at most'],
] as const)('a header with %s is refused', (_, tags, problem) => {
  const read = (): unknown => readRpmPackage(header(tags as Parameters<typeof header>[0]))
  expect(read).toThrow(MeasureError)
  expect(read).toThrow(problem)
})

test('counts that no header has are refused before anything is made for them', () => {
  const many = header([...named, [1117, 8, ['x']]])
  many.writeUInt32BE(0xffffffff, 8 + 3 * 16 + 12)
  expect(() => readRpmPackage(many)).toThrow('tag 1117 has 4294967295 values, not 3000000 at most')
  const entries = header(named)
  entries.writeUInt32BE(65_536, 0)
  expect(() => readRpmPackage(entries)).toThrow('it has 65536 entries')
  expect(() => readRpmPackage(header(named).subarray(0, 50))).toThrow('names what is past them')
})
