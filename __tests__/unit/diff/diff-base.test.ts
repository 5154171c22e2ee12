import { expect, test } from '@jest/globals'
import type { BaseImage } from '../../../src/build/built.ts'
import { diffBase } from '../../../src/diff/diff-base.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { anImage } from '../judge/build-facts.ts'

const digests = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`] as const

/** An image whose base has layers of these names, 100 bytes each; null when they are not known. */
function image(id: string, base: readonly string[] | null, overrides: Partial<Image> = {}): Image {
  const [own] = anImage().layers
  const layers = (base ?? []).map((diffId) => ({ ...own!, diffId, size: 100, base: true }))
  const baseSize = base === null ? null : layers.length * 100
  return anImage({ id, layers: [...layers, own!], baseSize, ...overrides })
}

const from = (reference: string, digest: string | null = null): BaseImage => ({
  reference,
  digest,
  diffIds: null,
})
const unknown = 'the base layers of the before side are not known'

test.each([
  ['the same text and layers', ['a'], ['a'], from('x:1'), from('x:1'), 'same', 0, null],
  ['the same text, other layers', ['a'], ['b', 'c'], from('x:1'), from('x:1'), 'moved', 100, null],
  ['fewer layers', ['a', 'b'], ['a'], from('x:1'), from('x:1'), 'moved', -100, null],
  ['another text', ['a'], ['b', 'c'], from('x:1'), from('x:2'), 'replaced', 100, null],
  ['another text for the same layers', ['a'], ['a'], from('x:1'), from('x:2'), 'replaced', 0, null],
  ['a pinned digest', ['a'], ['b'], from('x@1'), from('x@2'), 'replaced', 0, null],
  ['scratch and then an image', [], ['a'], from('scratch'), from('x:1'), 'replaced', 100, null],
  ['layers that are not known', null, ['a'], from('x:1'), from('x:1'), 'unknown', null, unknown],
  ['another text, layers unknown', null, ['a'], from('x:1'), from('x:2'), 'replaced', null, unknown],
  [
    'the same digest, layers unknown',
    null,
    null,
    from('x:1', digests[0]),
    from('x:1', digests[0]),
    'same',
    0,
    null,
  ],
  [
    'other digests, layers unknown',
    null,
    ['a'],
    from('x:1', digests[0]),
    from('x:1', digests[1]),
    'moved',
    null,
    unknown,
  ],
  [
    'no base on a side',
    ['a'],
    null,
    from('x:1'),
    null,
    'unknown',
    null,
    'the base image of the after side is not known',
  ],
] as const)('%s', (_, before, after, old, now, change, delta, problem) => {
  const bases = { before: old, after: now }
  expect(diffBase(image('1', before), image('2', after), bases)).toMatchObject({ change, delta, problem })
})

test('one image on both sides has one base, known or not', () => {
  const found = diffBase(image('1', null), image('1', null), { before: null, after: null })
  expect(found).toEqual({ change: 'same', before: null, after: null, delta: 0, problem: null })
})

test('a base of another platform has not moved', () => {
  const after = image('2', ['b'], { architecture: 'arm64' })
  const found = diffBase(image('1', ['a']), after, { before: from('x:1'), after: from('x:1') })
  const problem = 'the two sides have different platforms'
  expect(found).toMatchObject({ change: 'unknown', delta: null, problem })
})
