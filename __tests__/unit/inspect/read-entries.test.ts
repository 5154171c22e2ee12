import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { encodeLayer } from '../../../src/inspect/cache/encode-layer.ts'
import { LayerReader } from '../../../src/inspect/layer-reader.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'
import { TarSplitReplay } from '../../../src/inspect/tar-split.ts'
import { anyLayers, directory, file, link, symlink } from './any-layers.ts'
import { tarSplitText } from './tar-split-text.ts'

const diffId = `sha256:${'0'.repeat(64)}`

/** The table as bytes that do not depend on the tree's numbers, or the name of the error. */
function outcome(text: string, chunk = text.length): string {
  const tree = new PathTree()
  const reader = new LayerReader(tree, null)
  const split = new TarSplitReplay(reader, tree)
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

test('lines that are read by their bytes give what parsing them as JSON gives', () => {
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

test('and so it does for a tree that moves to a larger room meanwhile', () => {
  const behindLink = Array.from({ length: 3000 }, (_, number) => file(`link/file-${number}`, 1))
  const plain = Array.from({ length: 3000 }, (_, number) => file(`more/other-${number}`, number % 600))
  const both = behindLink.flatMap((entry, index) => [entry, plain[index] as TarEntry])
  const text = tarSplitText([directory('real/'), symlink('link', 'real'), ...both])
  expect(outcome(text) === parsed(text)).toBe(true)
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
  ['without a checksum', fine.replace('"AQIDBAUGBwg="', 'null')],
  ['of another size than its header says', fine.replace(':3', ':4')],
])('an entry with a content %s is left to the parser', (_, line) => {
  expect(read(header([file('f', 3)]) + line).count).toBe(0)
  expect(read(header([file('f', 3)]) + fine).count).toBe(1)
})

const alone = (entry: TarEntry): string => `${tarSplitText([entry]).split('\n', 2).join('\n')}\n`
test.each<[string, string]>([
  ['of a hard link', alone(link('b', 'a'))],
  ['of a whiteout', alone(file('a/.wh.b', 1))],
  ['with a name that leads out of the root', alone(file('../a', 1))],
  ['with a long name of GNU tar', alone(file(longer('x'), 1))],
  ['with a mode that is no number', alone({ ...file('a', 1), mode: Number.NaN })],
])('an entry %s is left to the parser', (_, lines) => {
  expect(read(lines).count).toBe(0)
})

test('every entry of a usual layer is read by its bytes', () => {
  const entries = [directory('./usr/'), file('./usr/a', 700), symlink('b', 'a'), file(long('x'), 1)]
  const text = tarSplitText(entries)
  const { count, stopped } = read(text)
  expect(count).toBe(entries.length)
  // What ends the tar is no entry.
  expect(stopped).toBe(text.lastIndexOf('{"type":2'))
})

function header(entries: readonly TarEntry[]): string {
  return `${tarSplitText(entries).split('\n')[0]}\n`
}

/** How many entries the compiled reader takes, and where in the text it stops. */
function read(text: string): { count: number; stopped: number } {
  const { code, input } = new PathTree().memory.room
  const start = input.byteOffset
  const count = code.readEntries(start, start + input.write(text, 'latin1'), 0)
  return { count, stopped: code.stopped.value - start }
}
