import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { pack } from 'tar-stream'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import { type ContainerSpec, type Docker, EngineError } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { UserError } from '../../../src/errors.ts'

const tag = `isg-effects-test:${process.pid}`
let docker: Docker

beforeAll(async () => {
  docker = await connectDocker(await resolveEndpoint(process.env), process.env)
  const context = pack()
  context.entry({ name: 'Dockerfile' }, 'FROM scratch\nCOPY greeting /greeting\n')
  context.entry({ name: 'greeting' }, 'hello')
  context.finalize()
  const messages = await docker.build({
    context: Readable.from(context),
    dockerfile: 'Dockerfile',
    tag,
    target: null,
    platform: null,
    buildArgs: {},
    labels: { 'isg-test': 'yes' },
    network: null,
    noCache: false,
    buildkit: true,
    signal: AbortSignal.timeout(60_000),
  })
  for await (const message of messages) expect(message).not.toHaveProperty('error')
})

afterAll(async () => {
  await docker.images.remove(tag)
})

const spec: ContainerSpec = {
  image: tag,
  entrypoint: [],
  cmd: ['/nothing-here'],
  env: [],
  user: null,
  workdir: null,
  network: 'none',
  mounts: [],
  memoryBytes: null,
  pids: 64,
  labels: { 'isg-test': 'yes' },
}

test('the engine tells its version and store', async () => {
  const info = await docker.info()
  expect(info.version).toMatch(/^\d+\.\d+/)
  expect(['classic', 'containerd', 'podman']).toContain(info.store)
  expect(info.cpus).toBeGreaterThan(0)
})

test('an image is described in our own words, and one that is not there is null', async () => {
  const image = await docker.images.inspect(tag)
  expect(image?.diffIds).toHaveLength(1)
  expect(image?.config.labels).toEqual({ 'isg-test': 'yes' })
  expect(await docker.images.inspect('isg-no-such-image:1')).toBeNull()
  expect(await docker.images.listedSizes([image?.id ?? '', 'sha256:0'])).toEqual([expect.any(Number), null])
  expect((await docker.images.history(tag)).map((entry) => entry.size)).toEqual([expect.any(Number)])
  expect((await docker.images.labelled('isg-test=yes')).map(({ tags }) => tags)).toContainEqual([tag])
})

test('an export is a tar stream', async () => {
  const archive = await buffer(await docker.images.export([tag]))
  expect(archive.includes('manifest.json')).toBe(true)
})

test('files go into and come out of a container that never ran', async () => {
  const id = await docker.containers.create(spec)
  try {
    const files = pack()
    files.entry({ name: 'added' }, 'from outside')
    files.finalize()
    await docker.containers.putArchive(id, '/', Readable.from(files))
    expect(await text(await docker.containers.getArchive(id, '/added'))).toContain('from outside')
    expect((await docker.containers.state(id)).startedAt).toBe('0001-01-01T00:00:00Z')
  } finally {
    await docker.containers.remove(id)
  }
})

test('a refusal carries the status and the words of the engine', async () => {
  const id = await docker.containers.create(spec)
  try {
    const refusal = docker.containers.start(id)
    await expect(refusal).rejects.toThrow(EngineError)
    await expect(refusal).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('/nothing-here'),
    })
    expect((await docker.containers.state(id)).exitCode).toBe(127)
  } finally {
    await docker.containers.remove(id)
    await docker.containers.remove(id)
  }
})

test('without an engine the error says where it was looked for and what to do', async () => {
  const nowhere = await connectDocker('unix:///nonexistent/docker.sock', {})
  await expect(nowhere.info()).rejects.toEqual(
    new UserError('No Docker engine answers at unix:///nonexistent/docker.sock'),
  )
  await expect(connectDocker('ssh://host', {})).rejects.toThrow(UserError)
})
