import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'
import { TarHeaders } from '../../../src/inspect/tar-headers.ts'
import { buildTar, endOfTar, headerBlock, padded } from './build-tar.ts'

function read(tar: Buffer, chunkLength = tar.length): TarEntry[] {
  const entries: TarEntry[] = []
  const reader = new TarHeaders({ entry: (entry) => entries.push(entry) })
  for (let at = 0; at < tar.length; at += chunkLength) reader.write(tar.subarray(at, at + chunkLength))
  reader.end('required')
  return entries
}

function names(tar: Buffer): string[] {
  return read(tar).map(({ name }) => name)
}

const base256 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(12)
  bytes.writeBigInt64BE(value, 4)
  if (value < 0n) bytes.fill(0xff, 0, 4)
  bytes[0] = (bytes[0] ?? 0) | 0x80
  return bytes
}

describe('entries', () => {
  test('types, sizes, modes and link targets', async () => {
    const tar = await buildTar([
      { name: 'usr/', type: 'directory', mode: 0o755 },
      { name: 'usr/a', content: 'hello', mode: 0o4755 },
      { name: 'usr/b', type: 'symlink', linkname: 'a' },
      { name: 'usr/c', type: 'link', linkname: 'usr/a' },
      { name: 'dev/null', type: 'character-device' },
    ])
    expect(read(tar).map((e) => [e.name, e.type, e.size, e.mode, e.linkName])).toEqual([
      ['usr/', 'directory', 0, 0o755, ''],
      ['usr/a', 'file', 5, 0o4755, ''],
      ['usr/b', 'symlink', 0, 0o644, 'a'],
      ['usr/c', 'hardlink', 0, 0o644, 'usr/a'],
      ['dev/null', 'other', 0, 0o644, ''],
    ])
  })

  test('any cut into chunks gives the same entries and contents', async () => {
    const tar = await buildTar([
      { name: 'a'.repeat(200), content: 'x'.repeat(700) },
      { name: 'empty' },
      { name: 'b', content: 'y'.repeat(512) },
    ])
    const whole = collect(tar, tar.length)
    expect(whole).toEqual([
      ['a'.repeat(200), 'x'.repeat(700)],
      ['empty', ''],
      ['b', 'y'.repeat(512)],
    ])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (length) => {
        expect(collect(tar, length)).toEqual(whole)
      }),
    )
  })

  test('a hard link that declares a size has no content', () => {
    const tar = Buffer.concat([headerBlock('l', '1', 512), headerBlock('f', '0', 1), padded('x'), endOfTar])
    expect(read(tar).map(({ name, size }) => [name, size])).toEqual([
      ['l', 0],
      ['f', 1],
    ])
  })

  test('nothing is read after the end marker', () => {
    expect(names(Buffer.concat([endOfTar, Buffer.from('garbage'.repeat(200))]))).toEqual([])
  })
})

describe('extended headers', () => {
  test('pax: long path, link path and size', async () => {
    const long = 'd/'.repeat(300)
    const tar = await buildTar([{ name: `${long}f`, type: 'symlink', linkname: `${long}t` }])
    expect(read(tar)[0]).toMatchObject({ name: `${long}f`, linkName: `${long}t` })
    const record = padded('12 size=512\n')
    const sized = Buffer.concat([
      headerBlock('p', 'x', 12),
      record,
      headerBlock('f', '0', 0),
      Buffer.alloc(512),
      endOfTar,
    ])
    expect(read(sized)[0]).toMatchObject({ name: 'f', size: 512 })
  })

  test('GNU long name and long link win over the header, and serve one entry', () => {
    const tar = Buffer.concat([
      headerBlock('././@LongLink', 'L', 6),
      padded('longn\0'),
      headerBlock('././@LongLink', 'K', 6),
      padded('longl\0'),
      headerBlock('short', '2', 0),
      headerBlock('next', '0', 0),
      endOfTar,
    ])
    expect(read(tar).map((e) => [e.name, e.linkName])).toEqual([
      ['longn', 'longl'],
      ['next', ''],
    ])
  })

  test('a global header is passed over', () => {
    const tar = Buffer.concat([
      headerBlock('g', 'g', 12),
      padded('12 path=abc\n'),
      headerBlock('f', '0', 0),
      endOfTar,
    ])
    expect(names(tar)).toEqual(['f'])
  })

  test('sparse files count what they unpack to', () => {
    const real = Buffer.from('00000002000\0')
    const old = headerBlock('s', 'S', 512, { 483: real, 482: Buffer.from([1]) })
    const tar = Buffer.concat([
      old,
      Buffer.alloc(512),
      Buffer.alloc(512, 1),
      headerBlock('f', '0', 0),
      endOfTar,
    ])
    expect(read(tar).map(({ name, size }) => [name, size])).toEqual([
      ['s', 1024],
      ['f', 0],
    ])
    const pax = ['GNU.sparse.major=1', 'GNU.sparse.minor=0', 'GNU.sparse.realsize=99', 'GNU.sparse.name=big']
      .map((record) => `${record.length + 4} ${record}\n`)
      .join('')
    const modern = [
      headerBlock('p', 'x', pax.length),
      padded(pax),
      headerBlock('GNUSparseFile.0/big', '0', 512),
    ]
    expect(read(Buffer.concat([...modern, Buffer.alloc(512, 1), endOfTar]))[0]).toMatchObject({
      name: 'big',
      size: 99,
    })
  })

  test('base-256 numbers', () => {
    const tar = Buffer.concat([headerBlock('f', '0', 0, { 124: base256(3n) }), padded('abc'), endOfTar])
    expect(read(tar)[0]?.size).toBe(3)
  })

  test('bytes that are not UTF-8 stay apart', async () => {
    const tar = Buffer.concat([headerBlock('\xff', '0', 0), headerBlock('\xfe', '0', 0), endOfTar])
    expect(names(tar)).toEqual(['\xff', '\xfe'])
    expect(names(await buildTar([{ name: 'ä' }]))).toEqual([Buffer.from('ä').toString('latin1')])
  })
})

describe('refused', () => {
  const file = headerBlock('f', '0', 0)
  const broken = Buffer.from(file)
  broken[0] = 0x67
  test.each([
    ['a wrong checksum', broken],
    ['a size that is no number', headerBlock('f', '0', 0, { 124: Buffer.from('0000000009x\0') })],
    ['a negative size', headerBlock('f', '0', 0, { 124: base256(-1n) })],
    ['a size above 2^53', headerBlock('f', '0', 0, { 124: base256(2n ** 60n) })],
    ['a pax size with a sign', Buffer.concat([headerBlock('p', 'x', 11), padded('11 size=-1\n'), file])],
    ['a pax record without an end', Buffer.concat([headerBlock('p', 'x', 8), padded('99 a=bc\n'), file])],
    ['a pax path with NUL', Buffer.concat([headerBlock('p', 'x', 11), padded('11 path=\0a\n'), file])],
    ['an extended header of 2 MiB', headerBlock('p', 'x', 2 ** 21)],
    ['a long name of 100 KiB', Buffer.concat([headerBlock('n', 'L', 102_400), padded('n'.repeat(102_400))])],
    ['a header after a block of zeros', Buffer.concat([Buffer.alloc(512), file])],
  ])('%s', (_, tar) => {
    expect(() => read(Buffer.concat([tar, endOfTar]))).toThrow(
      expect.objectContaining({ name: 'MeasureError' }),
    )
  })

  test('a tar cut at any block, or inside one', async () => {
    const tar = await buildTar([
      { name: 'a'.repeat(150), content: 'x'.repeat(1500) },
      { name: 'b' },
      { name: 'd/', type: 'directory' },
    ])
    expect(read(tar)).toHaveLength(3)
    for (let cut = 0; cut < tar.length; cut += 256) {
      expect(() => read(tar.subarray(0, cut))).toThrow(/truncated/)
    }
  })
})

function collect(tar: Buffer, chunkLength: number): [string, string][] {
  const found: [string, string][] = []
  const reader = new TarHeaders({
    entry: ({ name }) => found.push([name, '']),
    content: (chunk) => {
      const last = found.at(-1)
      if (last) last[1] += chunk.toString('latin1')
    },
  })
  for (let at = 0; at < tar.length; at += chunkLength) reader.write(tar.subarray(at, at + chunkLength))
  reader.end('required')
  return found
}
