import { expect, test } from '@jest/globals'
import { sideBySide } from '../../../../src/inspect/stored/side-by-side.ts'

const never = new AbortController().signal

/** Work that ends when it is told to. */
function handled(): {
  readonly begun: string[]
  readonly end: Map<string, { ok: () => void; fail: (error: Error) => void }>
  readonly work: (item: string, signal: AbortSignal) => Promise<string>
} {
  const begun: string[] = []
  const end = new Map<string, { ok: () => void; fail: (error: Error) => void }>()
  return {
    ...{ begun, end },
    work: (item, signal) =>
      new Promise((resolve, reject) => {
        begun.push(item)
        end.set(item, { ok: () => resolve(item.toUpperCase()), fail: reject })
        signal.addEventListener('abort', () => reject(new Error(`${item} gave up`)))
      }),
  }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('as many at once as may be, and results in the order of the items', async () => {
  const { begun, end, work } = handled()
  const all = sideBySide(['a', 'b', 'c', 'd'], 2, never, work)
  expect(begun).toEqual(['a', 'b'])
  end.get('b')?.ok()
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  end.get('c')?.ok()
  await settled()
  for (const item of ['d', 'a']) end.get(item)?.ok()
  expect(await all).toEqual(['A', 'B', 'C', 'D'])
  expect(await sideBySide([], 2, never, work)).toEqual([])
})

test('the first item that fails is named, however late it is; what is behind gives up', async () => {
  const { begun, end, work } = handled()
  const all = sideBySide(['a', 'b', 'c', 'd'], 3, never, work).catch((error: Error) => error.message)
  end.get('b')?.fail(new Error('b is broken'))
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  end.get('a')?.fail(new Error('a is broken'))
  expect(await all).toBe('a is broken')
})

test('a signal ends all of it', async () => {
  const { work } = handled()
  const stop = new AbortController()
  const all = sideBySide(['a', 'b'], 2, stop.signal, work)
  stop.abort()
  await expect(all).rejects.toThrow('a gave up')
})
