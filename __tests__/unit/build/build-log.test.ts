import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { StepChange } from '../../../src/build/build-events.ts'
import { openBuildLog } from '../../../src/build/build-log.ts'
import { buildProgress } from '../../../src/build/build-progress.ts'
import type { Log } from '../../../src/effects/log.ts'
import type { Runner } from '../../../src/effects/runner.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'log-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

const step = { name: '[2/2] RUN  a\nb', stage: null, file: 'Dockerfile', line: 2, cached: false, ms: 1234 }
const change = (kind: StepChange['kind'], extra: Partial<StepChange> = {}): StepChange => ({
  ...{ kind, number: 3, step, instruction: true, lines: [], error: '' },
  ...extra,
})

test('every line carries its step, and secrets are taken out', async () => {
  const log = openBuildLog(join(directory, 'new/build.log'), (line) => line.replaceAll('hunter2', '***'))
  log.change(change('started'))
  log.change(change('output', { lines: ['one', 'pass hunter2'] }))
  log.change(change('finished'))
  log.change(change('finished', { step: { ...step, cached: true } }))
  log.change(change('finished', { error: 'exit code: 1' }))
  log.message('ERROR: no')
  log.close()
  expect(await readFile(log.path, 'utf8')).toBe(
    '#3 [2/2] RUN  a\nb\n#3 one\n#3 pass ***\n#3 DONE 1.2s\n#3 CACHED\n#3 ERROR exit code: 1\nERROR: no\n',
  )
})

function watch(kind: 'action' | 'terminal'): { runner: Pick<Runner, 'context' | 'log'>; lines: string[] } {
  const lines: string[] = []
  const log = {
    info: (line: string) => lines.push(line),
    progress: (line: string) => lines.push(`live ${line}`),
  }
  return { runner: { context: { kind } as Runner['context'], log: log as unknown as Log }, lines }
}

test('in an action one line for each instruction that ended', async () => {
  const { runner, lines } = watch('action')
  const progress = buildProgress(runner, { now: () => 0, sleep: async () => undefined })
  progress.change(change('started'))
  progress.change(change('output', { lines: ['x'] }))
  progress.change(change('finished'))
  progress.change(change('finished', { step: { ...step, cached: true } }))
  progress.change(change('finished', { error: 'exit code: 1' }))
  progress.change(change('finished', { instruction: false }))
  await progress.end()
  expect(lines).toEqual([
    '✓ [2/2] RUN a b 1.2 s',
    '✓ [2/2] RUN a b cached',
    '✗ [2/2] RUN a b failed after 1.2 s',
  ])
})

test('in a terminal the instruction that runs, with its seconds', async () => {
  const { runner, lines } = watch('terminal')
  let now = 0
  const waiting: (() => void)[] = []
  const clock = {
    now: () => now,
    sleep: (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        waiting.push(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason))
      }),
  }
  const tick = async (): Promise<void> => {
    waiting.pop()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const progress = buildProgress(runner, clock)
  progress.change(change('started'))
  now = 7400
  await tick()
  progress.change(change('started', { number: 4 }))
  await tick()
  progress.change(change('finished'))
  await progress.end()
  expect(lines).toEqual([
    'live … [2/2] RUN a b 7 s',
    'live … [2/2] RUN a b 7 s (and 1 more)',
    '✓ [2/2] RUN a b 1.2 s',
  ])
})
