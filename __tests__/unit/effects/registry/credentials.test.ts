import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Credentials, readCredentials } from '../../../../src/effects/registry/credentials.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docker-config-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

async function read(config: unknown, key = 'ghcr.io'): Promise<Credentials | null> {
  await writeFile(
    join(directory, 'config.json'),
    typeof config === 'string' ? config : JSON.stringify(config),
  )
  const environment = {
    DOCKER_CONFIG: directory,
    PATH: `${directory}:/bin:/usr/bin`,
    GITHUB_TOKEN: 'not yours',
  }
  return readCredentials(key, environment, AbortSignal.timeout(10_000))
}
async function helper(name: string, script: string): Promise<void> {
  await writeFile(join(directory, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}
const auth = (text: string): { auth: string } => ({ auth: Buffer.from(text).toString('base64') })
const octo: Credentials = { kind: 'password', username: 'octo', password: 'pa:ss' }

test('no file is no credentials', async () => {
  const signal = AbortSignal.timeout(1000)
  expect(await readCredentials('ghcr.io', { HOME: directory }, signal)).toBeNull()
})

test('a password that docker login wrote, also under an old form of the key', async () => {
  expect(await read({ auths: { 'ghcr.io': auth('octo:pa:ss') } })).toEqual(octo)
  expect(await read({ auths: { 'https://ghcr.io/v2/': auth('octo:pa:ss\0') } })).toEqual(octo)
  const hub = 'https://index.docker.io/v1/'
  expect(await read({ auths: { [hub]: auth('octo:pa:ss') } }, hub)).toEqual(octo)
})

test('an identity token goes before the password', async () => {
  const entry = { ...auth('octo:'), identitytoken: 'refresh-me' }
  expect(await read({ auths: { 'ghcr.io': entry } })).toEqual({ kind: 'identity-token', token: 'refresh-me' })
})

test.each([
  ['another host', { auths: { 'ghcr.io.evil.example': auth('a:b'), 'evil.example/ghcr.io': auth('a:b') } }],
  ['an empty entry', { auths: { 'ghcr.io': {} } }],
  ['no password', { auths: { 'ghcr.io': auth('octo') } }],
  ['no entries', {}],
  ['a list', []],
])('%s is no credentials', async (_what, config) => {
  expect(await read(config)).toBeNull()
})

test('a file that is no JSON is named', async () => {
  await expect(read('{')).rejects.toThrow(`${directory}/config.json is no JSON document`)
})

test('the helper of a registry goes before the store, the store before the file', async () => {
  await helper(
    'own',
    `[ "$1" = get ] && cat >"${directory}/asked" && echo '{"Username":"octo","Secret":"pa:ss"}'`,
  )
  await helper('all', `echo '{"Username":"<token>","Secret":"refresh-me"}'`)
  const config = {
    auths: { 'ghcr.io': auth('file:file') },
    credsStore: 'all',
    credHelpers: { 'ghcr.io': 'own' },
  }
  expect(await read(config)).toEqual(octo)
  expect(await readFile(join(directory, 'asked'), 'utf8')).toBe('ghcr.io')
  expect(await read(config, 'quay.io')).toEqual({ kind: 'identity-token', token: 'refresh-me' })
})

test('a helper that has nothing says so in its own words', async () => {
  await helper('all', 'echo "credentials not found in native keychain"; exit 1')
  expect(await read({ credsStore: 'all' })).toBeNull()
})

test('a helper sees no token of ours', async () => {
  await helper('all', `echo "{\\"Username\\":\\"octo\\",\\"Secret\\":\\"[$GITHUB_TOKEN][$DOCKER_CONFIG]\\"}"`)
  expect(await read({ credsStore: 'all' })).toMatchObject({ password: `[][${directory}]` })
})

test.each([
  ['is not on PATH', 'missing', ''],
  ['fails with 7', 'all', 'echo secret-words; exit 7'],
  ['answers something else than credentials', 'all', 'echo secret-words'],
])('a helper that %s', async (words, name, script) => {
  if (script !== '') await helper(name, script)
  const failure: Error = await read({ credsStore: name }).then(
    () => new Error('no error'),
    (error) => error,
  )
  expect(failure.message).toContain(`docker-credential-${name}`)
  expect(failure.message).toContain(words)
  expect(failure.message).not.toContain('secret-words')
})

test('a name that is a path is not run', async () => {
  await expect(read({ credsStore: '../../bin/sh' })).rejects.toThrow('no valid name')
})
