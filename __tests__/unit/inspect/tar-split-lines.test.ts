import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { encodeLayer } from '../../../src/inspect/cache/encode-layer.ts'
import { LayerReader } from '../../../src/inspect/layer-reader.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'
import { TarSplitReplay } from '../../../src/inspect/tar-split.ts'
import { TarSplitLines } from '../../../src/inspect/tar-split-lines.ts'
import { anyLayers, directory, file, link, symlink } from './any-layers.ts'
import { tarSplitText } from './tar-split-text.ts'

const diffId = `sha256:${'0'.repeat(64)}`

/** The table as bytes that do not depend on the tree's numbers, or the name of the error. */
function outcome(text: string, chunk = text.length): string {
  const tree = new PathTree()
  const reader = new LayerReader(tree, null)
  const split = new TarSplitReplay(reader)
  try {
    const bytes = Buffer.from(text, 'latin1')
    for (let at = 0; at < bytes.length; at += chunk) split.write(bytes.subarray(at, at + chunk))
    split.end()
    return encodeLayer(diffId, reader.finish(), tree).toString('latin1')
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown'
  }
}

// A space in front of a line is JSON too, but not what tar-split's writer writes.
const parsed = (text: string): string => outcome(text.replaceAll(/^(?=.)/gm, ' '))

const long = (name: string): string => `${'d'.repeat(60)}/${'e'.repeat(50)}/${name}`
const longer = (name: string): string => `${'d'.repeat(180)}/${name}`
const places = [
  (name: string) => name,
  (name: string) => `./${name}`,
  (name: string) => `/${name}`,
  (name: string) => `a//${name}`,
  (name: string) => `a/./${name}/`,
  (name: string) => `a/../${name}`,
  (name: string) => `.hidden/..${name}`,
  long,
  longer,
]
const layers = fc
  .tuple(anyLayers, fc.array(fc.constantFrom(...places), { minLength: 30, maxLength: 30 }))
  .map(([all, at]) => all.flat().map((entry, index) => ({ ...entry, name: (at[index] ?? long)(entry.name) })))

test('a line that is taken by its bytes gives what parsing it as JSON gives', () => {
  fc.assert(
    fc.property(layers, (entries) => {
      const text = tarSplitText(entries)
      expect(outcome(text) === parsed(text)).toBe(true)
    }),
  )
})

test('so does a description with one wrong byte, or cut anywhere', () => {
  const wrong = fc.constantFrom('"', '\\', '0', 'A', '/')
  fc.assert(
    fc.property(layers, fc.nat(), wrong, fc.boolean(), (entries, place, byte, isCut) => {
      const text = tarSplitText(entries)
      const at = place % text.length
      const odd = isCut ? text.slice(0, at) : `${text.slice(0, at)}${byte}${text.slice(at + 1)}`
      expect(outcome(odd) === parsed(odd)).toBe(true)
    }),
  )
})

test('and so it does however the lines are cut into chunks', () => {
  const entries = [directory('usr/'), file('usr/a', 700), symlink('usr/b', 'a'), link('usr/c', 'usr/a')]
  const text = tarSplitText([...entries, file(long('x'), 3), file(longer('y'), 4)])
  for (const chunk of [1, 50, 777, 5000]) expect(outcome(text, chunk)).toBe(parsed(text))
})

const fine = '{"type":1,"name":"f","size":3,"payload":"AQIDBAUGBwg=","position":1}\n'
test.each<[string, string]>([
  ['with an escape in the name', fine.replace('"f"', '"\\u0066"')],
  [
    'with its fields in another order',
    '{"name":"f","type":1,"size":3,"payload":"AQIDBAUGBwg=","position":1}\n',
  ],
  ['with spaces', fine.replaceAll(':', ': ')],
  ['with a number that JSON does not have', fine.replace(':3', ':03')],
  ['with a size beyond 15 digits', fine.replace(':3', ':3000000000000000')],
  ['with a short checksum', fine.replace('AQIDBAUGBwg=', 'AQIDBAUG')],
  ['with more fields', fine.replace('}', ',"more":1}')],
  ['without its end', fine.slice(0, -1)],
])('a line %s is left to the parser', (_, line) => {
  expect(take([file('f', 3)], line)).toBe(-1)
  expect(take([file('f', 3)], fine)).toBe(fine.length)
})

test('every line of a usual layer is taken by its bytes', () => {
  const entries = [directory('./usr/'), file('./usr/a', 700), symlink('b', 'a'), file(long('x'), 1)]
  const lines = new TarSplitLines(new LayerReader(new PathTree(), null))
  const bytes = Buffer.from(tarSplitText(entries))
  lines.begin(bytes)
  let at = 0
  while (at >= 0 && at < bytes.length) at = lines.take(at)
  expect(at).toBe(bytes.length)
})

/** What `take` says of a line that follows the header of an entry. */
function take(entries: readonly TarEntry[], line: string): number {
  const lines = new TarSplitLines(new LayerReader(new PathTree(), null))
  const header = Buffer.from(tarSplitText(entries).split('\n')[0] as string)
  lines.begin(Buffer.concat([header, Buffer.from('\n')]))
  lines.take(0)
  lines.begin(Buffer.from(line))
  return lines.take(0)
}
