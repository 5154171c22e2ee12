import { EventEmitter } from 'node:events'
import { expect, test } from '@jest/globals'
import { Stopped, stopSignal } from '../../../src/effects/stop.ts'
import { describeFailure } from '../../../src/entry/failure.ts'
import { UserError } from '../../../src/errors.ts'

test.each([
  [new UserError('bad', 'good'), { exitCode: 3, message: 'bad', hint: 'good', stack: null }],
  [new UserError('no engine', null, 2), { exitCode: 2, message: 'no engine', hint: null, stack: null }],
  [new Stopped('SIGINT', 'stop'), { exitCode: 130, message: 'stop', hint: null, stack: null }],
  [new Stopped('SIGTERM', 'stop'), { exitCode: 143, message: 'stop', hint: null, stack: null }],
  [
    new Stopped('deadline', 'late'),
    { exitCode: 2, message: 'late', hint: 'raise it: timeout: 60m', stack: null },
  ],
])('%s ends with its own code', (error, expected) => {
  expect(describeFailure(error)).toEqual(expected)
})

test('anything else is a bug with its stack', () => {
  const failure = describeFailure(new TypeError('undefined is not a function'))
  expect(failure.exitCode).toBe(70)
  expect(failure.stack).toContain('TypeError: undefined is not a function')
  expect(describeFailure('thrown text').stack).toBe('thrown text')
})

test('a signal of the process aborts with its name, once', () => {
  const process = new EventEmitter() as unknown as NodeJS.Process
  const { signal, release } = stopSignal(process, 60_000)
  process.emit('SIGTERM', 'SIGTERM')
  process.emit('SIGINT', 'SIGINT')
  expect(signal.reason).toEqual(expect.objectContaining({ by: 'SIGTERM' }))
  release()
  expect(process.listenerCount('SIGTERM')).toBe(0)
})

test('the deadline aborts too', async () => {
  const process = new EventEmitter() as unknown as NodeJS.Process
  const { signal, release } = stopSignal(process, 5)
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
  expect(signal.reason).toEqual(expect.objectContaining({ by: 'deadline' }))
  release()
})
