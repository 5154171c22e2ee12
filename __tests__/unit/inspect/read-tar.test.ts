import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { readTar } from '../../../src/inspect/read-tar.ts'
import { buildTar } from './build-tar.ts'

const tar = await buildTar(
  Array.from({ length: 6 }, (_, index) => ({ name: `${index}`, content: `${index}`.repeat(700 * index) })),
)

/** Reads the tar in chunks with sinks of which the odd ones take their time for every step. */
async function read(stream: Buffer, chunk: number): Promise<string[]> {
  const pieces = Array.from({ length: Math.ceil(stream.length / chunk) }, (_, i) =>
    stream.subarray(i * chunk, (i + 1) * chunk),
  )
  const seen: string[] = []
  let isBusy = false
  const step = (name: string, what: string): void | Promise<void> => {
    if (isBusy) seen.push('while busy')
    if (Number(name) % 2 === 0) {
      seen.push(what)
      return
    }
    isBusy = true
    return setImmediate().then(() => {
      isBusy = false
      seen.push(what)
    })
  }
  await readTar(Readable.from(pieces), ({ name }) => ({
    write: (content) => step(name, content.toString()),
    end: () => step(name, `end ${name}`),
    abort: () => seen.push(`abort ${name}`),
  }))
  return seen
}

test.each([100, 512, 1300, 100_000])(
  'entries come in order, one at a time, in chunks of %d',
  async (chunk) => {
    const seen = await read(tar, chunk)
    expect(seen).not.toContain('while busy')
    const expected = [0, 1, 2, 3, 4, 5].map((index) => `${`${index}`.repeat(700 * index)}end ${index}`)
    expect(seen.join('')).toBe(expected.join(''))
  },
)

test('what a slow sink fails with is what the reading fails with, also where the tar breaks too', async () => {
  const broken = Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(512, 'no header')])
  const sink = { write: async () => {}, end: () => Promise.reject(new Error('sink')), abort: () => {} }
  await expect(readTar(Readable.from([tar]), () => sink)).rejects.toThrow('sink')
  await expect(readTar(Readable.from([broken]), () => sink)).rejects.toThrow()
})
