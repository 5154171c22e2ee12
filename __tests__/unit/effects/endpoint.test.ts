import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'

const folder = mkdtempSync(join(tmpdir(), 'endpoint-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A folder for PATH and for the client's configuration, with a docker client that runs `script`. */
function client(script: string, config: object = { currentContext: 'mine' }): NodeJS.ProcessEnv {
  const program = join(folder, 'docker')
  writeFileSync(program, `#!/bin/sh\n${script}\n`)
  chmodSync(program, 0o755)
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return { PATH: folder, DOCKER_CONFIG: folder }
}

const saysOther = 'echo unix:///run/user/1000/docker.sock'

test('DOCKER_HOST wins, and the client is not asked', async () => {
  expect(await resolveEndpoint({ PATH: '', DOCKER_HOST: 'tcp://engine:2375' })).toBe('tcp://engine:2375')
})

test('else it is the endpoint of the current context', async () => {
  const environment = { ...client(saysOther, {}), DOCKER_CONTEXT: 'mine' }
  for (const one of [client(saysOther), environment]) {
    expect(await resolveEndpoint(one)).toBe('unix:///run/user/1000/docker.sock')
  }
})

test('where nobody chose a context it is the default socket, and the client is not asked', async () => {
  const environment = client(saysOther, { auths: {} })
  const elsewhere = { ...environment, DOCKER_CONFIG: '/nowhere' }
  for (const one of [environment, elsewhere]) {
    expect(await resolveEndpoint(one)).toBe('unix:///var/run/docker.sock')
  }
})

test('without a client it is the default socket', async () => {
  expect(await resolveEndpoint({ PATH: '/nowhere', DOCKER_CONTEXT: 'mine' })).toBe(
    'unix:///var/run/docker.sock',
  )
})

test('a context that does not exist is a mistake to correct, not the default engine', async () => {
  const environment = client(`echo 'context "nope": context not found: open meta.json' >&2; exit 1`)
  await expect(resolveEndpoint(environment)).rejects.toMatchObject({
    name: 'UserError',
    message: 'The docker context nope does not exist',
  })
})
