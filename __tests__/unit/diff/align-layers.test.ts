import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { alignLayers } from '../../../src/diff/align-layers.ts'
import type { Layer } from '../../../src/inspect/image.ts'

const layer = (diffId: string, size: number, instruction: string | null = null): Layer => ({
  diffId,
  size,
  live: size,
  wasted: 0,
  contentDigest: null,
  instruction,
  place: null,
  base: false,
  cached: false,
})

function rows(before: Layer[], after: Layer[]): [string, number | null, number | null, number][] {
  return alignLayers(before, after).map((row) => [row.state, row.before, row.after, row.delta])
}

describe('align', () => {
  test('equal layers pair at both ends, and a layer in between is added', () => {
    const [a, b, c] = [layer('a', 1), layer('b', 2), layer('c', 3)]
    expect(rows([a, c], [a, b, c])).toEqual([
      ['same', 0, 0, 0],
      ['added', null, 1, 2],
      ['same', 1, 2, 0],
    ])
  })
  test('of the same instruction, equal content is rebuilt, and any other is changed, whatever the size', () => {
    const before = [layer('a', 10, 'RUN make'), layer('b', 5, 'COPY . /app'), layer('e', 5, 'RUN date > /d')]
    const after = [layer('c', 7, 'RUN make'), layer('d', 5, 'COPY . /app'), layer('f', 5, 'RUN date > /d')]
    const contents = [
      ['1', '2'],
      ['3', '3'],
      ['4', '5'],
    ] as const
    const told = (layers: Layer[], side: 0 | 1): Layer[] =>
      layers.map((one, index) => ({ ...one, contentDigest: contents[index]?.[side] ?? null }))
    const wanted = (state: string) => [
      ['changed', 0, 0, -3],
      [state, 1, 1, 0],
      ['changed', 2, 2, 0],
    ]
    expect(rows(told(before, 0), told(after, 1))).toEqual(wanted('rebuilt'))
    expect(rows(before, after)).toEqual(wanted('changed'))
  })
  test('equal content pairs under another instruction, and before a similar one', () => {
    const content = { contentDigest: 'x' }
    const before = [{ ...layer('a', 4, 'COPY a /a'), ...content }]
    const after = [layer('b', 4, 'COPY a /a'), { ...layer('c', 4, 'RUN make a'), ...content }]
    expect(rows(before, after)).toEqual([
      ['added', null, 0, 4],
      ['rebuilt', 0, 1, 0],
    ])
    const empty = [{ ...layer('d', 0, 'WORKDIR /x'), ...content }]
    expect(rows(empty, [{ ...layer('e', 0, 'RUN true'), ...content }])).toEqual([
      ['removed', 0, null, 0],
      ['added', null, 0, 0],
    ])
  })
  test('a base layer does not pair with an own one where both bases are known', () => {
    const base = { ...layer('a', 4, 'RUN apt-get update'), base: true }
    const other = { ...layer('b', 3, 'ADD rootfs /'), base: true }
    const own = layer('c', 5, 'RUN apt-get update')
    expect(rows([base], [other, own])).toEqual([
      ['removed', 0, null, -4],
      ['added', null, 0, 3],
      ['added', null, 1, 5],
    ])
    expect(rows([base], [{ ...other, base: false }, own])).toEqual([
      ['added', null, 0, 3],
      ['changed', 0, 1, 1],
    ])
  })
  test('a similar instruction pairs, another one does not', () => {
    const before = [layer('a', 10, 'RUN apt-get install -y gcc git'), layer('b', 1, 'COPY x /y')]
    const after = [layer('c', 4, 'RUN apt-get install -y git'), layer('d', 2, 'RUN useradd app')]
    expect(rows(before, after)).toEqual([
      ['changed', 0, 0, -6],
      ['removed', 1, null, -1],
      ['added', null, 1, 2],
    ])
  })
  test('equal content in another order has moved', () => {
    const [a, b, c] = [layer('a', 1), layer('b', 2), layer('c', 3)]
    expect(rows([a, b, c], [c, a, b])).toEqual([
      ['moved', 2, 0, 0],
      ['same', 0, 1, 0],
      ['same', 1, 2, 0],
    ])
  })
  test('the content hash of a classic COPY does not keep it from its pair', () => {
    const copy = (hash: string): string => `COPY file:${hash.repeat(64)} in /app`
    expect(rows([layer('a', 1, copy('0'))], [layer('b', 3, copy('f'))])).toEqual([['changed', 0, 0, 2]])
  })
  test('a removed layer of 0 bytes has a difference of 0, not of minus 0', () => {
    expect(rows([layer('a', 0)], [])).toEqual([['removed', 0, null, 0]])
  })
  test('nothing against something', () => {
    expect(rows([], [layer('a', 4)])).toEqual([['added', null, 0, 4]])
    expect(rows([layer('a', 4)], [])).toEqual([['removed', 0, null, -4]])
  })
})

test('every layer stands in exactly one row, and the rows add up', () => {
  const layers = fc.array(
    fc.record({
      diffId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      instruction: fc.constantFrom('RUN a b', 'RUN a c', 'COPY x', null),
    }),
    { maxLength: 8 },
  )
  const sized = layers.map((list) =>
    list.map((item) => layer(item.diffId, item.diffId.charCodeAt(0), item.instruction)),
  )
  fc.assert(
    fc.property(sized, sized, (before, after) => {
      const aligned = alignLayers(before, after)
      const indices = (side: 'before' | 'after'): number[] => aligned.flatMap((row) => row[side] ?? [])
      expect(indices('before').sort()).toEqual([...before.keys()])
      expect(indices('after')).toEqual([...after.keys()])
      const total = (list: readonly Layer[]): number => list.reduce((sum, { size }) => sum + size, 0)
      expect(aligned.reduce((sum, { delta }) => sum + delta, 0)).toBe(total(after) - total(before))
    }),
  )
})
