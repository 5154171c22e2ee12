import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createDockerCli, type DockerCli } from '../../../src/effects/docker-cli.ts'
import { UserError } from '../../../src/errors.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'client-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

async function client(script: string): Promise<DockerCli> {
  await writeFile(join(directory, 'docker'), `#!/bin/sh\n${script}\n`)
  await chmod(join(directory, 'docker'), 0o755)
  return createDockerCli({ PATH: `${directory}:/bin:/usr/bin`, SECRET: 'x' }, 'unix:///s')
}
const options = (lines: string[], signal = AbortSignal.timeout(10_000)) => ({
  onLine: (line: string, stream: string) => lines.push(`${stream}: ${line}`),
  signal,
  extraEnv: { EXTRA: 'yes' },
  cwd: null,
})

test('lines of both streams, the exit code, and an environment of its own', async () => {
  const docker = await client('echo "$1 $DOCKER_HOST $EXTRA [$SECRET]"; echo bad >&2; exit 7')
  const lines: string[] = []
  const result = await docker.run(['a b'], options(lines))
  expect(lines.sort()).toEqual(['stderr: bad', 'stdout: a b unix:///s yes []'])
  expect([result.exitCode, result.timedOut, [...result.lines].sort()]).toEqual([
    7,
    false,
    ['a b unix:///s yes []', 'bad'],
  ])
})

test('only the last 200 lines are kept', async () => {
  const docker = await client('seq 1 5000')
  const result = await docker.run([], options([]))
  expect([result.lines.length, result.lines.at(-1)]).toEqual([200, '5000'])
})

test('a client that asks for a user name gets an empty one, once', async () => {
  const docker = await client('read -r user && echo "user [$user]"; read -r more || echo end')
  expect((await docker.run([], options([]))).lines).toEqual(['user []', 'end'])
})

test('a client that hangs is ended by the signal', async () => {
  const docker = await client('exec sleep 60')
  const result = await docker.run([], options([], AbortSignal.timeout(200)))
  expect([result.exitCode, result.timedOut]).toEqual([null, true])
})

test('the version of buildx, or none', async () => {
  expect(await (await client('echo github.com/docker/buildx 0.29.1+ds1 0.29.1')).buildxVersion()).toBe(
    '0.29.1',
  )
  expect(await (await client('echo github.com/docker/buildx v0.36.1 abc')).buildxVersion()).toBe('0.36.1')
  expect(await (await client('echo no such command >&2; exit 1')).buildxVersion()).toBeNull()
})

test('no client at all', async () => {
  const docker = createDockerCli({ PATH: directory }, 'unix:///s')
  await expect(docker.run(['info'], options([]))).rejects.toThrow(UserError)
})
