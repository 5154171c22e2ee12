import { expect, test } from '@jest/globals'
import { buildError, stoppedError } from '../../../src/build/build-failure.ts'
import type { BuildStep } from '../../../src/build/built.ts'
import { Stopped } from '../../../src/effects/stop.ts'

const step: BuildStep = {
  name: '[2/2] RUN x',
  stage: null,
  file: 'd/Dockerfile',
  line: 7,
  cached: false,
  ms: 5,
}

test('the failing step, its line and the last lines', () => {
  const message = 'process "/bin/sh -c x" did not complete successfully: exit code: 1'
  expect(buildError({ step, message, log: ['a', 'b'] }, 'd/Dockerfile')).toEqual({
    stage: 'build',
    kind: 'failed',
    message: message,
    step: '[2/2] RUN x',
    file: 'd/Dockerfile',
    line: 7,
    log: 'a\nb',
  })
})

test.each([
  [
    'the output of the step',
    'process "x" did not complete successfully: exit code: 1',
    ['cp: No space left on device'],
    'disk-full',
  ],
  ['the words of the builder', 'failed to copy: write /x: no space left on device', [], 'disk-full'],
  [
    'a command line that speaks of pulls',
    'process "/bin/sh -c echo pull access denied" did not complete successfully: exit code: 1',
    [],
    'failed',
  ],
  ['a base that may not be pulled', 'x: pull access denied, repository does not exist', [], 'denied'],
  ['a base that is not there', 'x:9: manifest unknown', [], 'not-found'],
  ['a file that COPY does not find', 'failed to compute cache key: "/nope": not found', [], 'failed'],
])('kind: %s', (_, message, log, kind) => {
  expect(buildError({ step, message, log }, 'd/Dockerfile').kind).toBe(kind)
})

test.each([
  'dockerfile parse error line 4: unknown instruction: B',
  'dockerfile parse error on line 4: unknown instruction: B',
])('the line of %s', (message) => {
  expect(buildError({ step: null, message, log: [] }, 'Dockerfile').line).toBe(4)
})

test('the excerpt of the builder names the real Dockerfile', () => {
  const log = ['Dockerfile:7', '--------', '   7 | >>> RUN x', 'Dockerfile: not that']
  expect(buildError({ step, message: 'm', log }, 'd/Dockerfile').log).toBe(
    'd/Dockerfile:7\n--------\n   7 | >>> RUN x\nDockerfile: not that',
  )
})

test('a deadline names the step; anything else is thrown on', () => {
  const deadline = new Stopped('deadline', 'the run took longer than its timeout of 1 min')
  expect(stoppedError(deadline, step, 'd/Dockerfile')).toMatchObject({
    kind: 'timeout',
    line: 7,
    message: 'the run took longer than its timeout of 1 min',
  })
  const interrupt = new Stopped('SIGINT', 'interrupted')
  expect(() => stoppedError(interrupt, step, 'd/Dockerfile')).toThrow(interrupt)
})
