import { expect, test } from '@jest/globals'
import { LayerReader } from '../../../src/inspect/layer-reader.ts'
import type { LayerTable } from '../../../src/inspect/layer-table.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { TarSplitReplay } from '../../../src/inspect/tar-split.ts'
import { endOfTar, headerBlock } from './build-tar.ts'

const raw = (bytes: Buffer): string => JSON.stringify({ type: 2, payload: bytes.toString('base64') })
const content = (size: number): string =>
  JSON.stringify({ type: 1, name: 'f', size, payload: 'AAAAAAAAAAA=' })
const lines = [
  raw(headerBlock('big', '0', 5_000_000_000)),
  content(5_000_000_000),
  raw(Buffer.concat([Buffer.alloc(-5_000_000_000 & 511), headerBlock('empty', '0', 0)])),
  JSON.stringify({ type: 1, name: 'empty' }),
  raw(headerBlock('link', '2', 0, { 157: Buffer.from('target') })),
  raw(endOfTar),
]

function replay(text: string, chunk = text.length): LayerTable {
  const tree = new PathTree()
  const reader = new LayerReader(tree, null)
  const split = new TarSplitReplay(reader, tree)
  for (let at = 0; at < text.length; at += chunk) split.write(Buffer.from(text.slice(at, at + chunk)))
  split.end()
  return reader.finish()
}

test('contents are left out and still counted, however the lines are cut', () => {
  for (const chunk of [1, 7, 100, 100_000]) {
    expect(replay(`${lines.join('\n')}\n`, chunk)).toMatchObject({
      size: 5_000_000_006,
      declaredSize: 5_000_000_000,
    })
  }
})

test('the checksum that stands in the place of a content is kept, its lower half', () => {
  const noted = JSON.stringify({ type: 1, name: 'f', size: 512, payload: 'AQIDBAUGBwg=' })
  const table = replay([raw(headerBlock('f', '0', 512)), noted, raw(endOfTar)].join('\n'))
  expect(table.checksumKind).toBe('crc64')
  expect([...table.checksums]).toContain(0x05060708)
})

test.each([
  ['that ends inside a file', lines.slice(0, 1)],
  ['with too little content', [lines[0], content(10), ...lines.slice(2)]],
  ['with content where none belongs', [content(10), ...lines]],
  ['with a negative size', [lines[0], content(-1), ...lines.slice(2)]],
  ['with a line of another kind', [JSON.stringify({ type: 3 })]],
  ['with a line that is no JSON', ['{']],
])('a description %s is refused', (_, broken) => {
  expect(() => replay(broken.join('\n'))).toThrow(expect.objectContaining({ name: 'MeasureError' }))
})
