import { expect, test } from '@jest/globals'
import { givingBack } from '../../../src/inspect/giving-back.ts'

test('after many megabytes memory is freed when its last chunk was written, and not before', async () => {
  let release = (): void => {}
  const write = givingBack(() => new Promise((resolve) => (release = resolve)))
  const first = Buffer.alloc(64 * 1024 * 1024 - 1)
  const written = write(first)
  release()
  await written
  expect(first.length).toBe(64 * 1024 * 1024 - 1)
  const memory = Buffer.from(new ArrayBuffer(100))
  const start = write(memory.subarray(0, 60))
  release()
  await start
  expect(memory.length).toBe(100)
  const end = write(memory.subarray(60))
  await Promise.resolve()
  expect(memory.length).toBe(100)
  release()
  await end
  expect(memory.length).toBe('transfer' in ArrayBuffer.prototype ? 0 : 100)
})
