import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { askRegistry } from '../../../src/build/ask-registry.ts'
import { createRegistries } from '../../../src/effects/registry/registries.ts'
import { Stopped } from '../../../src/effects/stop.ts'
import { createJumpingClock } from '../../doubles/clock.ts'
import {
  descriptor,
  digest,
  indexType,
  manifestType,
  type RegistryServer,
  registryServer,
} from '../../doubles/registry-server.ts'
import { createMemoryRunner } from '../../doubles/runner.ts'

let server: RegistryServer
let stop = new AbortController()
beforeEach(async () => {
  server = await registryServer()
  stop = new AbortController()
})
afterEach(() => server.close())

function ask(name: string, platform: string | null) {
  const { signal } = stop
  const environment = { DOCKER_CONFIG: '/nowhere' }
  const registry = createRegistries({
    ...{ environment, signal, insecure: [], secret: () => {} },
    clock: createJumpingClock(),
  })
  const runner = createMemoryRunner('/nowhere', null)
  const reference = `${server.host}/octo/${name}`
  return askRegistry({ kind: 'registry', reference }, platform, { registry, runner, signal })
}

test('what a tag or a digest leads to, and the platform where it leads to several', async () => {
  const { manifest } = await server.put('octo/app', 'v1', { a: 'content' })
  const entry = { ...descriptor(manifestType, manifest), platform: { os: 'linux', architecture: 'arm64' } }
  server.putManifest('octo/app', 'latest', indexType, { schemaVersion: 2, manifests: [entry] })
  const words = async (name: string, platform: string | null) => (await ask(name, platform)).resolvedBy
  expect(await words('app:v1', null)).toBe('the manifest under the tag v1')
  expect(await words(`app@${digest(manifest)}`, null)).toBe('the manifest under that digest')
  expect(await words('app', 'linux/arm64')).toBe(
    'the image for linux/arm64 in the index under the tag latest',
  )
  expect(await words('app', null)).toBe(
    'the image for the processor of this machine in the index under the tag latest',
  )
})

test('an image that is not there is an error of its side', async () => {
  expect(await ask('app:v1', null)).toMatchObject({
    stored: null,
    error: { stage: 'pull', kind: 'not-found', message: expect.stringContaining('MANIFEST_UNKNOWN') },
  })
})

test('the deadline is an error of its side, an interrupt ends the run', async () => {
  const during = (reason: Stopped) => {
    stop = new AbortController()
    server.fault = () => {
      stop.abort(reason)
      return true
    }
    return ask('app:v1', null)
  }
  const deadline = await during(new Stopped('deadline', 'the run took longer than its timeout of 1 s'))
  expect(deadline.error).toMatchObject({ kind: 'timeout', message: expect.stringMatching(/timeout of 1 s$/) })
  const interrupt = new Stopped('SIGINT', 'interrupted by SIGINT')
  await expect(during(interrupt)).rejects.toBe(interrupt)
})
