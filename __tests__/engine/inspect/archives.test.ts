import { createWriteStream } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { execa } from 'execa'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import type { RunMark } from '../../../src/effects/mark.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { inspectStoredSides } from '../../../src/inspect/stored/inspect-sides.ts'
import { aSide } from '../../unit/judge/build-facts.ts'
import { shellBase } from '../build/engine-world.ts'
import { otherStores } from '../other-engines.ts'

const mark: RunMark = { run: `${process.pid.toString(16)}a2c`, owner: 'test', deadline: 2_000_000_000 }
const { signal } = new AbortController()
const endpoints = [await resolveEndpoint(process.env), ...otherStores]
const tag = `isg-archive-test:${process.pid}`
const dockerfile = `FROM ${shellBase}
RUN mkdir -p /data/sub && head -c 300000 /dev/zero > /data/big && ln -s big /data/link && ln /data/big /data/sub/hard
RUN rm /data/big && head -c 7000 /dev/zero > /data/small && mv /data/sub /data/moved
`

test.each(endpoints)(
  '%s: what it saves gives the same integers as the engine itself',
  async (host) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'archives-test-')))
    const docker = (...args: string[]) => execa('docker', ['--host', host, ...args], { input: dockerfile })
    try {
      await docker('build', '--quiet', '--tag', tag, '-')
      const engine = numbers(await inEngine(host))
      const path = join(folder, 'saved.tar')
      await docker('save', '--output', path, tag)
      expect(numbers(await inArchive(path))).toEqual(engine)
      await gzip(path, `${path}.gz`)
      expect(numbers(await inArchive(`${path}.gz`))).toEqual(engine)
    } finally {
      await docker('rmi', '--force', tag)
      await rm(folder, { recursive: true })
    }
  },
  300_000,
)

async function inEngine(host: string): Promise<Image> {
  const docker = await connectDocker(host, process.env)
  const details = await docker.images.inspect(tag)
  const after = { id: details?.id ?? '', baseDiffIds: null, instructions: [], provenance: null }
  const world = { docker, engine: await docker.info(), mark, access: 'auto' as const, cache: null, signal }
  return (await inspectImages({ before: null, after }, world)).after.image
}

async function inArchive(path: string): Promise<Image> {
  const side = aSide({ imageId: null, stored: { kind: 'archive', path, name: null } })
  const world = { registry: noRegistry, layerCache: null, signal }
  const [inspected] = await inspectStoredSides([side], world)
  if (!inspected) throw new Error('nothing was inspected')
  return inspected.image
}

function numbers(image: Image): unknown {
  const { size, live, wasted, fileCount, layers, owners, ownersProblem, run, os, architecture } = image
  expect(owners).not.toBeNull()
  return {
    ...{ size, live, wasted, fileCount, owners, ownersProblem, run, os, architecture },
    // The engine's layer metadata has checksums of another kind than whoever reads the content takes.
    layers: layers.map(({ cached: _, contentDigest: __, ...layer }) => layer),
  }
}

async function gzip(from: string, to: string): Promise<void> {
  const { createReadStream } = await import('node:fs')
  await pipeline(createReadStream(from), createGzip({ level: 1 }), createWriteStream(to))
}

function noRegistry(): never {
  throw new Error('an archive needs no registry')
}
