import { expect, test } from '@jest/globals'
import { refuseUnsupported } from '../../../src/build/builder-limits.ts'
import { type Builder, chooseBuilder } from '../../../src/build/choose-builder.ts'
import type { BuildSettings } from '../../../src/config/config.ts'
import type { Docker, EngineInfo } from '../../../src/effects/docker/docker.ts'
import type { DockerCli } from '../../../src/effects/docker-cli.ts'
import { UserError } from '../../../src/errors.ts'
import { plainSettings } from '../../doubles/build-settings.ts'

const never = async (): Promise<never> => {
  throw new Error('not asked for')
}
function docker(store: EngineInfo['store']): Docker {
  const info = {
    version: '28',
    apiVersion: '1.48',
    driver: 'overlay2',
    rootDir: '/',
    os: 'linux',
    architecture: 'amd64',
    cpus: 2,
  }
  const part = { images: {}, containers: {} }
  return {
    host: 'unix:///s',
    info: async () => ({ ...info, store }),
    build: never,
    ...part,
  } as unknown as Docker
}
function client(version: string | null | Error, inspected = ''): DockerCli {
  return {
    async buildxVersion() {
      if (version instanceof Error) throw version
      return version
    },
    run: async () => ({ exitCode: 0, timedOut: false, lines: inspected.split('\n') }),
  }
}

test.each<[string, string | null | Error, EngineInfo['store'], object]>([
  ['buildx', '0.29.1', 'classic', { kind: 'buildx', version: '0.29.1' }],
  ['the first buildx with JSON progress', '0.13.0', 'containerd', { kind: 'buildx' }],
  ['a later major version', '1.0.0', 'classic', { kind: 'buildx' }],
  [
    'an old buildx',
    '0.12.1',
    'classic',
    { kind: 'engine-api', buildkit: true, why: 'buildx 0.12.1 is older than 0.13' },
  ],
  ['no buildx', null, 'classic', { kind: 'engine-api', buildkit: true }],
  [
    'no client',
    new UserError('the docker client is not on PATH'),
    'classic',
    { kind: 'engine-api', buildkit: true },
  ],
  ['Podman', '0.29.1', 'podman', { kind: 'engine-api', buildkit: false }],
])('%s', async (_, version, store, expected) => {
  expect(await chooseBuilder(docker(store).info(), client(version))).toMatchObject(expected)
})

const api: Builder = { kind: 'engine-api', buildkit: true, why: 'the docker client has no buildx' }
const buildx: Builder = { kind: 'buildx', version: '0.29.1' }
const refuse = (
  builder: Builder,
  settings: Partial<BuildSettings>,
  store: EngineInfo['store'],
  driver: string,
) =>
  refuseUnsupported(
    builder,
    { ...plainSettings, ...settings },
    {
      docker: docker(store),
      dockerCli: client('0.29.1', `Name: x\nDriver:        ${driver}\n`),
      signal: AbortSignal.timeout(1000),
    },
  )

test('without buildx everything that it cannot do is named at once', async () => {
  const settings = {
    secrets: ['id=a'],
    ssh: ['default'],
    cacheFrom: ['x'],
    cacheTo: ['y'],
    buildContexts: { a: 'b' },
    builder: 'z',
  }
  await expect(refuse(api, settings, 'classic', 'docker')).rejects.toThrow(
    'secrets, ssh, cache-from, cache-to, build-contexts, builder: not possible without docker buildx (the docker client has no buildx)',
  )
  const possible = {
    target: 'x',
    platform: 'linux/amd64',
    buildArgs: { A: '1' },
    network: 'host',
    noCache: true,
    pull: true,
  }
  await expect(refuse(api, possible, 'classic', 'docker')).resolves.toBeUndefined()
})

test.each<[string, string[], EngineInfo['store'], string, boolean]>([
  ['gha on the classic store', ['type=gha,mode=max'], 'classic', 'docker', true],
  ['local on the classic store', ['type=local,dest=x'], 'classic', 'docker', true],
  ['inline goes everywhere', ['type=inline'], 'classic', 'docker', false],
  ['the containerd store exports', ['type=gha'], 'containerd', 'docker', false],
  ['a builder container exports', ['type=gha'], 'classic', 'docker-container', false],
  ['no cache', [], 'classic', 'docker', false],
])('cache-to: %s', async (_, cacheTo, store, driver, refused) => {
  const outcome = refuse(buildx, { cacheTo }, store, driver)
  if (refused) await expect(outcome).rejects.toThrow(/^cache-to: type=/)
  else await expect(outcome).resolves.toBeUndefined()
})
