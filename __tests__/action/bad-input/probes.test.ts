import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { commit } from '../../git/fixture.ts'
import { leavingNothing } from '../engine-state.ts'
import { runAction, runTerminal } from '../run-program.ts'
import { type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
beforeAll(async () => {
  place = await workplace({ Dockerfile: 'FROM scratch\nCOPY program /program\n' })
  await compile(join(place.checkout, 'program'))
  await commit(place.checkout, {})
})
afterAll(() => place.remove())

async function compile(output: string): Promise<void> {
  const source = join(import.meta.dirname, 'program.c')
  await promisify(execFile)('gcc', ['-static', '-O1', '-s', '-o', output, source])
}

const compare = (...flags: string[]) =>
  leavingNothing(place, () => runTerminal(place, ['compare', '--before', 'worktree', ...flags]))

test('a probe that prints 1 GB is killed at 8 MiB', async () => {
  const run = await compare('--expect-pass', '/program flood')
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain(
    '\npasses /program flood: /program printed more than 8 MiB and was killed\n| xxx',
  )
  expect(run.stdout).toContain('\n| … more output was not kept\n')
  expect(run.stdout).toMatch(/\nFailed: .* 1 of 1 probe failed\.\n$/)
  expect(run.stdout.length).toBeLessThan(3000)
})

test('a probe that never ends is killed at its timeout', async () => {
  const run = await compare('--expect-pass', '/program forever', '--probe-timeout', '1s')
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain('\npasses /program forever: /program did not end within 1 s and was killed\n')
})

test('a probe that is at work at the deadline of the run is not measured', async () => {
  const run = await compare('--expect-pass', '/program forever', '--timeout', '6s')
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toContain(
    '\npasses /program forever: not finished: the run took longer than its timeout of 6 s\n',
  )
  expect(run.stdout).toMatch(/\nNot measured: .* 1 of 1 probe could not be evaluated\.\n$/)
})

test('what a probe prints is no command to the runner', async () => {
  const event = { name: 'push', payload: { before: place.base } }
  const inputs = { 'expect-pass': '/program commands', before: 'worktree' }
  const run = await leavingNothing(place, () => runAction(place, { inputs, event }))
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain(
    [
      'passes /program commands: exited 7',
      '| ::set-output name=verdict::pass',
      '| ::error::hacked by stdout',
      '| ## [error]hacked by the old form',
      '| ::stop-commands::x',
      '| \\x1b[31m::add-mask::Passed\\x1b[0m \\u{202e}`|<b>',
      '',
    ].join('\n'),
  )
  expect(commandsIn(run.stdout)).toEqual(['group', 'endgroup', 'group', 'endgroup', 'error'])
  expect(run.outputs).toMatch(/^verdict<<(\S+)\nfail\n\1\n/)
  expect(run.summary).toContain('| \\x1b[31m::add-mask::Passed\\x1b[0m \\u{202e}`|<b>\n')
})

/** The commands that a runner reads in a log (actions/runner, ActionCommand.cs). */
function commandsIn(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    const name = /^\s*::([^ :]+)/.exec(line)?.[1] ?? /##\[([^\]]+)\]/.exec(line)?.[1]
    return name === undefined ? [] : [name]
  })
}
