import { expect, test } from '@jest/globals'
import { sideBySide } from '../../../src/probe/side-by-side.ts'

test('results keep the order of the tasks, and no more run at once than may', async () => {
  let running = 0
  let most = 0
  const task = (value: number) => async () => {
    running += 1
    most = Math.max(most, running)
    for (let turn = 0; turn < 10 - value; turn += 1) await null
    running -= 1
    return value
  }
  expect(await sideBySide([1, 2, 3, 4, 5].map(task), 2)).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
  expect(await sideBySide([], 4)).toEqual([])
  expect(await sideBySide([task(1)], 0)).toEqual([1])
})

test('a task that rejects rejects all', async () => {
  const fail = async (): Promise<never> => {
    throw new Error('bug')
  }
  await expect(sideBySide([fail, async () => 1], 1)).rejects.toThrow('bug')
})
