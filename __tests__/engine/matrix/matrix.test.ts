import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { execa } from 'execa'
import type { EngineAccess } from '../../../src/config/config.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { Docker } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import type { RunMark } from '../../../src/effects/mark.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { saveArchive } from '../inspect/load-image.ts'
import { otherEngines } from '../other-engines.ts'

const tag = `isg-matrix-test:${process.pid}`
const mark: RunMark = { run: `${process.pid.toString(16)}def`, owner: 'test', deadline: 2_000_000_000 }
const endpoints = [await resolveEndpoint(process.env), ...otherEngines]

/** Two layers of whatever counts bytes: a file written again, deleted files, links, an opaque directory, a gzip blob. */
const image = {
  gzip: true,
  layers: [
    [
      { name: 'usr/lib/libc.so', content: 'c'.repeat(5000) },
      { name: 'usr/lib/libm.so', type: 'link' as const, linkname: 'usr/lib/libc.so' },
      { name: 'lib', type: 'symlink' as const, linkname: 'usr/lib' },
      { name: 'cache/one', content: 'x'.repeat(700) },
      { name: 'opaque/old', content: 'o'.repeat(40) },
      { name: 'empty/', type: 'directory' as const },
    ],
    [
      { name: 'cache/.wh.one' },
      { name: 'opaque/.wh..wh..opq' },
      { name: 'opaque/new', content: 'n' },
      { name: 'usr/lib/libc.so', content: 'd'.repeat(9) },
      { name: 'usr/lib/libm.so', content: 'm'.repeat(10) },
    ],
  ],
}
const expected = {
  ...{ size: 5767, live: 27, wasted: 5740, fileCount: 4 },
  layers: [
    { size: 5747, live: 7, wasted: 5740 },
    { size: 20, live: 20, wasted: 0 },
  ],
}

test.each(endpoints)(
  '%s: every way of reading gives the same integers',
  async (host) => {
    const docker = await connectDocker(host, process.env)
    const { store } = await docker.info()
    await execa('docker', ['--host', host, 'load'], { input: await saveArchive(image, tag) })
    try {
      expect(await measure(docker, tag, 'auto')).toMatchObject({ ...expected, measuredBy: ownWay[store] })
      expect(await measure(docker, tag, 'export')).toMatchObject({ ...expected, measuredBy: 'export' })
    } finally {
      await docker.images.remove(tag)
    }
  },
  60_000,
)

const testWithOthers = otherEngines.length > 0 ? test : test.skip

testWithOthers(
  'the blobs of both kinds of containerd are read where each keeps them',
  async () => {
    const archive = await saveArchive(image, tag)
    const directories: unknown[] = []
    for (const host of otherEngines) {
      const docker = await connectDocker(host, process.env)
      if ((await docker.info()).store !== 'containerd') continue
      await execa('docker', ['--host', host, 'load'], { input: archive })
      let source: unknown
      const create: Docker['containers']['create'] = (spec) => {
        source = spec.mounts[0]?.source
        return docker.containers.create(spec)
      }
      const noting = { ...docker, containers: { ...docker.containers, create } }
      try {
        expect(await measure(noting, tag, 'metadata')).toMatchObject({
          ...expected,
          measuredBy: 'layer-blobs',
        })
        directories.push(source)
      } finally {
        await docker.images.remove(tag)
      }
    }
    const below = 'io.containerd.content.v1.content/blobs/sha256'
    expect(directories).toEqual([`/engine/data/containerd/daemon/${below}`, `/var/lib/containerd/${below}`])
  },
  60_000,
)

const ownWay = { classic: 'layer-metadata', containerd: 'layer-blobs', podman: 'export' }

test('a real image has the same bytes, layers and owners on every engine, however it is read', async () => {
  const [own, ...rest] = await Promise.all(endpoints.map((host) => connectDocker(host, process.env)))
  if (!own) throw new Error('no engine')
  const reference = integersOf(await measure(own, baseImage, 'auto'))
  expect(reference.owners?.length).toBeGreaterThan(50)
  expect(integersOf(await measure(own, baseImage, 'export'))).toEqual(reference)
  for (const docker of rest) {
    await hand(own, docker)
    expect(integersOf(await measure(docker, baseImage, 'auto'))).toEqual(reference)
    expect(integersOf(await measure(docker, baseImage, 'export'))).toEqual(reference)
  }
}, 300_000)

const baseImage = (await readFile('.image-size-guard/base-image', 'utf8')).trim()

function integersOf({ size, live, wasted, fileCount, layers, owners }: Image) {
  const bytes = layers.map(({ diffId, size, live, wasted }) => ({ diffId, size, live, wasted }))
  return { size, live, wasted, fileCount, layers: bytes, owners }
}

// The image stays, as the engine does: the next run finds it.
async function hand(from: Docker, to: Docker): Promise<void> {
  const [own, there] = await Promise.all([from, to].map((docker) => docker.images.inspect(baseImage)))
  if (there?.diffIds.join() === own?.diffIds.join()) return
  const archive = await from.images.export([baseImage])
  await execa('docker', ['--host', to.host, 'load'], { input: archive })
}

async function measure(docker: Docker, reference: string, access: EngineAccess): Promise<Image> {
  const found = await docker.images.inspect(reference)
  const id = found?.id ?? 'not loaded'
  const after = { id, baseDiffIds: null, instructions: [], provenance: null }
  const engine = await docker.info()
  const signal = AbortSignal.timeout(120_000)
  const world = { docker, engine, access, mark, cache: null, signal }
  return (await inspectImages({ before: null, after }, world)).after.image
}
