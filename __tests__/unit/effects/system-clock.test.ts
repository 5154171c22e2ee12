import { expect, test } from '@jest/globals'
import { systemClock } from '../../../src/effects/system-clock.ts'

test('sleeps at least as long as asked', async () => {
  const start = systemClock.now()
  await systemClock.sleep(20)
  expect(systemClock.now() - start).toBeGreaterThanOrEqual(19)
})

test.each(['before', 'during'])('an abort %s the sleep rejects with its reason', async (when) => {
  const controller = new AbortController()
  const reason = new Error('stop')
  if (when === 'before') controller.abort(reason)
  const sleeping = systemClock.sleep(10_000, controller.signal)
  controller.abort(reason)
  await expect(sleeping).rejects.toBe(reason)
})
