import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { buildxInputs } from '../../../src/build/buildx-inputs.ts'
import type { BuildSettings } from '../../../src/config/config.ts'
import type { Runner } from '../../../src/effects/runner.ts'
import { UserError } from '../../../src/errors.ts'
import { plainSettings } from '../../doubles/build-settings.ts'

let directory = ''
let secrets: string[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inputs-'))
  secrets = []
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

const environment: Record<string, string> = {
  TOKEN: 'token-value',
  OTHER: 'x',
  ACTIONS_RUNTIME_TOKEN: 'runtime',
  ACTIONS_RESULTS_URL: 'http://results',
}
function resolve(settings: Partial<BuildSettings>) {
  const context = { directory } as Runner['context']
  const runner = {
    context,
    environment: (name: string) => environment[name] ?? null,
    secret: (value: string) => void secrets.push(value),
  }
  return buildxInputs({ ...plainSettings, ...settings }, join(directory, 'tree'), runner)
}

test('nothing of the environment without need', async () => {
  expect(await resolve({ cacheFrom: ['type=registry,ref=x'] })).toEqual({
    settings: { ...plainSettings, cacheFrom: ['type=registry,ref=x'] },
    environment: {},
  })
})

test('a variable that a secret names, by env or by its id, and no other', async () => {
  const inputs = await resolve({ secrets: ['id=a,env=TOKEN', 'type=env,id=OTHER'] })
  expect(inputs.environment).toEqual({ TOKEN: 'token-value', OTHER: 'x' })
  expect(inputs.settings.secrets).toEqual(['id=a,env=TOKEN', 'type=env,id=OTHER'])
  expect(secrets).toEqual(['token-value', 'x'])
})

test('a file that a secret names is looked up in the checkout, and its content is secret', async () => {
  await writeFile(join(directory, 'npmrc'), 'auth')
  const inputs = await resolve({ secrets: ['id=a,src=npmrc'] })
  expect(inputs.settings.secrets).toEqual([`id=a,src=${join(directory, 'npmrc')}`])
  expect([inputs.environment, secrets]).toEqual([{}, ['auth']])
})

test('the cache variables only for a cache of type gha', async () => {
  const expected = { ACTIONS_RUNTIME_TOKEN: 'runtime', ACTIONS_RESULTS_URL: 'http://results' }
  expect((await resolve({ cacheTo: ['type=gha,mode=max'] })).environment).toEqual(expected)
  expect((await resolve({ cacheFrom: ['mode=x,type=gha'] })).environment).toEqual(expected)
})

test('build contexts: paths in the tree, addresses as they are', async () => {
  await mkdir(join(directory, 'tree/lib'), { recursive: true })
  const buildContexts = { lib: 'lib', base: 'docker-image://alpine', git: 'https://example.org/r.git' }
  expect((await resolve({ buildContexts })).settings.buildContexts).toEqual({
    ...buildContexts,
    lib: join(directory, 'tree/lib'),
  })
})

test.each<[string, Partial<BuildSettings>]>([
  ['a variable that is not set', { secrets: ['id=a,env=NOT_SET'] }],
  ['a file that is not there', { secrets: ['id=a,src=none'] }],
  ['a file outside', { secrets: ['id=a,src=../../etc/passwd'] }],
  ['a context that is not there', { buildContexts: { lib: 'none' } }],
  ['a context through a link', { buildContexts: { lib: 'out' } }],
])('%s is refused', async (_, settings) => {
  await mkdir(join(directory, 'tree'))
  await symlink('/etc', join(directory, 'tree/out'))
  await expect(resolve(settings)).rejects.toThrow(UserError)
})
