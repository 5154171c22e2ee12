import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { parseImageReference } from '../../../src/config/values/image-reference.ts'
import { createRegistry, type Registry } from '../../../src/effects/registry/registry.ts'
import { systemClock } from '../../../src/effects/system-clock.ts'
import { resolveImage, type StoredImage } from '../../../src/inspect/oci/resolve-image.ts'
import { loadImage } from '../inspect/load-image.ts'
import { type DebianRegistry, debianRegistry, reader } from './debian-registry.ts'

let open: DebianRegistry
let closed: DebianRegistry
let directory = ''
let pushed = ''
const tags: string[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docker-config-'))
  ;[open, closed] = await Promise.all([
    debianRegistry({ password: false }),
    debianRegistry({ password: true }),
  ])
  for (const { host } of [open, closed]) tags.push(`${host}/octo/app:v1`)
  const layers = [
    [{ name: 'first', content: 'a'.repeat(5000) }],
    [{ name: 'second', content: 'b'.repeat(700) }],
  ]
  await loadImage({ layers }, tags[0] as string)
  await execa('docker', ['tag', tags[0] as string, tags[1] as string])
  const { stdout } = await execa('docker', ['push', tags[0] as string])
  pushed = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1] ?? ''
}, 60_000)
afterAll(async () => {
  await Promise.all([open.close(), closed.close()])
  await rm(directory, { recursive: true })
  await execa('docker', ['rmi', ...tags])
}, 60_000)

function registry(reference: string): Registry {
  const world = { clock: systemClock, insecure: [], signal: AbortSignal.timeout(30_000), secret: () => {} }
  return createRegistry(parseImageReference(reference), {
    ...world,
    environment: { DOCKER_CONFIG: directory },
  })
}
async function imageOf(source: Registry): Promise<StoredImage> {
  return resolveImage(await source.root(), source, null)
}

test('what the engine pushed is what we find, by tag and by digest', async () => {
  const { stdout } = await execa('docker', [
    'inspect',
    '--format',
    '{{.Id}} {{json .RootFS.Layers}}',
    tags[0] as string,
  ])
  const [id, diffIds] = stdout.split(' ') as [string, string]
  for (const name of [tags[0] as string, `${open.host}/octo/app@${pushed}`]) {
    const image = await imageOf(registry(name))
    expect(image).toMatchObject({
      digest: pushed,
      configDigest: id,
      config: { diffIds: JSON.parse(diffIds) },
    })
  }
}, 60_000)

test('every layer has the bytes and the diffID that it should have', async () => {
  const source = registry(tags[0] as string)
  const image = await imageOf(source)
  let download = 0
  for (const { blob, diffId, open } of image.layers) {
    const bytes = await buffer(await open())
    download += bytes.length
    expect(digest(bytes)).toBe(blob.digest)
    expect(digest(gunzipSync(bytes))).toBe(diffId)
  }
  expect([image.layers.length, download]).toEqual([2, image.download])
}, 60_000)

test('a tag, a repository and a layer that are not there', async () => {
  const words = { kind: 'not-found', message: expect.stringMatching(/MANIFEST_UNKNOWN|NAME_UNKNOWN/) }
  await expect(registry(`${open.host}/octo/app:v2`).root()).rejects.toMatchObject(words)
  await expect(registry(`${open.host}/octo/none:v1`).root()).rejects.toMatchObject(words)
  const source = registry(tags[0] as string)
  const digest = `sha256:${'0'.repeat(64)}`
  const missing = { mediaType: 'application/octet-stream', digest, size: 1, platform: null, reference: null }
  await expect(source.blob(missing)).rejects.toMatchObject({ kind: 'not-found' })
}, 60_000)

test('a registry with a password: nothing before docker login, the image after it', async () => {
  const name = tags[1] as string
  await expect(registry(name).root()).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining(`docker login ${closed.host}`),
  })
  const docker = (args: readonly string[], input: string) =>
    execa('docker', ['--config', directory, ...args], { input })
  await docker(['login', '--username', reader.name, '--password-stdin', closed.host], reader.password)
  await docker(['push', name], '')
  expect((await imageOf(registry(name))).digest).toBe(pushed)
  await docker(['logout', closed.host], '')
  await expect(registry(name).root()).rejects.toMatchObject({ kind: 'denied' })
}, 60_000)

function digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
