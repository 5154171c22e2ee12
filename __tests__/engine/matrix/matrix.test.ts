import { expect, test } from '@jest/globals'
import { execa } from 'execa'
import type { EngineAccess } from '../../../src/config/config.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { Docker, EngineInfo } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import type { RunMark } from '../../../src/effects/mark.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { saveArchive } from '../inspect/load-image.ts'

const tag = `isg-matrix-test:${process.pid}`
const mark: RunMark = { run: `${process.pid.toString(16)}def`, owner: 'test', deadline: 2_000_000_000 }
// Engines beside the machine's own, as script/engines prints them.
const others = (process.env.ISG_ENGINES ?? '').split(',').filter((endpoint) => endpoint !== '')
const endpoints = [await resolveEndpoint(process.env), ...others]

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
    const engine = await docker.info()
    await execa('docker', ['--host', host, 'load'], { input: await saveArchive(image, tag) })
    try {
      const own = await integers(docker, engine, 'auto')
      expect(own).toMatchObject({ ...expected, by: ownWay[engine.store] })
      const exported = await integers(docker, engine, 'export')
      expect(exported).toMatchObject({ ...expected, by: 'export' })
    } finally {
      await docker.images.remove(tag)
    }
  },
  60_000,
)

const ownWay = { classic: 'layer-metadata', containerd: 'layer-blobs', podman: 'export' }

async function integers(docker: Docker, engine: EngineInfo, access: EngineAccess) {
  const found = await docker.images.inspect(tag)
  const pair = {
    before: null,
    after: { id: found?.id ?? 'not loaded', baseDiffIds: null, instructions: [], provenance: null },
  }
  const { size, live, wasted, fileCount, layers, measuredBy } = (
    await inspectImages(pair, {
      docker,
      engine,
      access,
      mark,
      cache: null,
      signal: AbortSignal.timeout(60_000),
    })
  ).after.image
  return { size, live, wasted, fileCount, layers, by: measuredBy }
}
