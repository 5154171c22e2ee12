import { EventEmitter } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { readConfig } from '../../../src/config/read-config.ts'
import { createRepositoryFiles } from '../../../src/effects/repository-files.ts'
import { run } from '../../../src/entry/run.ts'
import { UserError } from '../../../src/errors.ts'
import { createMemoryRunner } from '../../doubles/runner.ts'

const directory = mkdtempSync(join(tmpdir(), 'run-test-'))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('an endpoint that cannot be used ends the run at once, with nothing left behind', async () => {
  const memory = createMemoryRunner(directory, null)
  const outputDirectory = join(directory, 'output')
  const runner = { ...memory, context: { ...memory.context, outputDirectory } }
  const config = await readConfig(new Map(), createRepositoryFiles(directory), runner.context)
  const signals = new EventEmitter()
  const process = Object.assign(signals, { env: { DOCKER_HOST: 'ssh://somewhere' } })
  const ended = run(runner, config, process, async () => {})
  await expect(ended).rejects.toThrow(UserError)
  expect(signals.eventNames()).toEqual([])
  expect(readdirSync(directory)).toEqual([])
  expect(memory.lines).toEqual([])
})
