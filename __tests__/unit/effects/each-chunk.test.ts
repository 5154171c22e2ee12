import { PassThrough, Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { eachChunk } from '../../../src/effects/each-chunk.ts'

const chunks = ['a', 'b', 'c', 'd'].map((text) => Buffer.from(text))

test('chunks come one after the other, also to one that takes its time', async () => {
  const seen: string[] = []
  await eachChunk(Readable.from(chunks), (chunk) => {
    seen.push(`${chunk}`)
    if (`${chunk}` === 'a') return setImmediate().then(() => void seen.push(`took ${chunk}`))
  })
  expect(seen).toEqual(['a', 'took a', 'b', 'c', 'd'])
})

test('the last chunk is waited for', async () => {
  let isTaken = false
  await eachChunk(Readable.from([chunks[0]]), async () => {
    await setImmediate()
    isTaken = true
  })
  expect(isTaken).toBe(true)
})

test.each([
  [
    'throws',
    () => {
      throw new Error('full')
    },
  ],
  ['rejects', () => Promise.reject(new Error('full'))],
])('when taking %s the stream is destroyed and nothing more comes', async (_, refuse) => {
  let count = 0
  const stream = Readable.from(chunks)
  const reading = eachChunk(stream, () => {
    count++
    return refuse()
  })
  await expect(reading).rejects.toThrow('full')
  expect([count, stream.destroyed]).toEqual([1, true])
})

test('a stream that fails, or is destroyed before its end, is a failure', async () => {
  const failing = new PassThrough()
  setTimeout(() => failing.destroy(new Error('reset')))
  await expect(eachChunk(failing, () => {})).rejects.toThrow('reset')
  const cut = new PassThrough()
  setTimeout(() => cut.destroy())
  await expect(eachChunk(cut, () => {})).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
})
