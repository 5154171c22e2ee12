import { Readable } from 'node:stream'
import { afterAll, expect, jest, test } from '@jest/globals'
import { execa } from 'execa'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { ContainerSpec, Docker, ImageDetails } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { containerLabels, label, type RunMark } from '../../../src/effects/mark.ts'
import { contentDirectories } from '../../../src/inspect/content-store.ts'
import { readExport } from '../../../src/inspect/export.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { type InspectWorld, inspectImages } from '../../../src/inspect/inspect-images.ts'
import { knownLayers, nothingKnown } from '../../../src/inspect/known-layers.ts'
import { readLayerBlobs } from '../../../src/inspect/layer-blobs.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import type { Reading } from '../../../src/inspect/reading.ts'
import { buildTar } from '../../unit/inspect/build-tar.ts'
import { otherEngines } from '../other-engines.ts'
import { type OciArchive, ociArchive, type Stored } from './oci-archive.ts'

// The machine's own engine, or one that script/engines brought up.
const engines = await Promise.all(
  [await resolveEndpoint(process.env), ...otherEngines].map(async (host) => {
    const docker = await connectDocker(host, process.env)
    return { docker, engine: await docker.info() }
  }),
)
const found = engines.find(({ engine }) => engine.store === 'containerd')
jest.setTimeout(120_000)
const testWithStore = found ? test : test.skip
const { docker, engine } = found ?? (engines[0] as (typeof engines)[0])
const mark: RunMark = { run: `${process.pid.toString(16)}b10`, owner: 'test', deadline: 2_000_000_000 }
const world: InspectWorld = {
  docker,
  engine,
  access: 'auto',
  mark,
  cache: null,
  signal: AbortSignal.timeout(300_000),
}
const loaded: string[] = []

afterAll(async () => {
  for (const tag of loaded) await docker.images.remove(tag)
}, 60_000)

/** Two layers with whatever counts bytes, and a package; `seed` makes their digests their own. */
function layers(seed: string) {
  const status = 'Package: thing\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n'
  return [
    [
      { name: 'seed', content: seed },
      { name: 'usr/lib/libthing.so', content: 'c'.repeat(5000) },
      { name: 'usr/lib/again.so', type: 'link' as const, linkname: 'usr/lib/libthing.so' },
      { name: 'cache/one', content: 'x'.repeat(700) },
      { name: 'var/lib/dpkg/status', content: status },
      { name: 'var/lib/dpkg/info/thing.list', content: '/.\n/usr/lib/libthing.so\n' },
    ],
    [{ name: 'cache/.wh.one' }, { name: 'top', content: 't'.repeat(20) }],
  ]
}

async function load(
  stored: Stored,
  seed: string,
): Promise<{ tag: string; details: ImageDetails; archive: OciArchive }> {
  const tag = `docker.io/library/isg-blobs-test:${process.pid}-${loaded.length}`
  const archive = await ociArchive(layers(`${seed} ${process.pid}`), stored, tag)
  await execa('docker', ['--host', docker.host, 'load'], { input: archive.tar })
  loaded.push(tag)
  const details = await docker.images.inspect(tag)
  if (!details) throw new Error(`${tag} was not loaded`)
  return { tag, details, archive }
}

async function measure(details: ImageDetails, over: Partial<InspectWorld> = {}): Promise<Image> {
  const after = { id: details.id, baseDiffIds: null, instructions: [], provenance: null }
  return (await inspectImages({ before: null, after }, { ...world, ...over })).after.image
}

const numbers = ({ size, live, wasted, fileCount, layers, owners }: Image) => ({
  ...{ size, live, wasted, fileCount, owners },
  layers: layers.map((layer) => [layer.diffId, layer.size, layer.live, layer.wasted, layer.instruction]),
})

/** The engine with its calls noted, and some of them answered otherwise. */
function watched(over: Partial<Docker['containers']> = {}) {
  const created: ContainerSpec[] = []
  const paths: string[] = []
  const containers: Docker['containers'] = {
    ...docker.containers,
    create: (spec) => {
      created.push(spec)
      return docker.containers.create(spec)
    },
    readArchive: (id, path, take, signal) => {
      paths.push(path)
      return docker.containers.readArchive(id, path, take, signal)
    },
    ...over,
  }
  return { docker: { ...docker, containers }, created, paths }
}

testWithStore.each(['plain', 'gzip', 'zstd'] as const)(
  'on a containerd store, layers that are stored as %s give the same numbers as the export',
  async (stored) => {
    const { details, archive } = await load(stored, stored)
    const own = await measure(details)
    expect(own).toMatchObject({ measuredBy: 'layer-blobs', fellBack: [], wasted: 700 })
    expect(own.download).toBe(stored === 'plain' ? null : archive.bytes)
    expect(own.owners).toContainEqual(expect.objectContaining({ name: 'thing', bytes: 5000 }))
    const exported = await measure(details, { access: 'export' })
    expect(exported).toMatchObject({ measuredBy: 'export', fellBack: [] })
    expect(numbers(own)).toEqual(numbers(exported))
  },
  120_000,
)

testWithStore(
  'two images share the layers that they have in common, and known ones are not fetched',
  async () => {
    const [one, two] = [await load('gzip', 'shared'), await load('plain', 'other')]
    const images = [one.details, two.details, one.details]
    const tree = new PathTree()
    const noted = watched()
    const whole = await readLayerBlobs(images, { ...world, docker: noted.docker, tree, known: nothingKnown })
    const blobs = (paths: readonly string[]): string[] =>
      paths.map((path) => `sha256:${path.split('/').at(-1)}`).filter((digest) => all.has(digest))
    const all = new Set([...one.archive.blobs, ...two.archive.blobs])
    // The upper layer is the same tar in both; the first of its blobs serves.
    expect(blobs(noted.paths)).toHaveLength(3)
    expect(new Set(blobs(noted.paths)).size).toBe(3)
    const [low = '', top = ''] = one.details.diffIds
    const known = new Map([[low, whole.layers.get(low)!]])
    const again = watched()
    const rest = await readLayerBlobs([one.details], {
      ...world,
      docker: again.docker,
      tree,
      known: knownLayers(known),
    })
    expect(blobs(again.paths)).toEqual([one.archive.blobs[1]])
    expect([rest.layers.get(low), rest.layers.get(top)?.size]).toEqual([known.get(low), 20])
    await expectSame(
      rest,
      await readExport([one.details], { ...world, tree: new PathTree(), known: nothingKnown }),
      one.details,
    )
  },
)

async function expectSame(one: Reading, other: Reading, { id, diffIds }: ImageDetails): Promise<void> {
  const sizes = ({ layers }: Reading) => diffIds.map((diffId) => layers.get(diffId)?.size)
  expect(sizes(one)).toEqual(sizes(other))
  expect(one.configs.get(id)).toEqual(other.configs.get(id))
}

testWithStore('a damaged blob in the content store gives no wrong number', async () => {
  const { details, archive } = await load('plain', 'damaged')
  const whole = await measure(details, { access: 'export' })
  const tampering = watched({
    readArchive: async (id, path, take, signal) => {
      const isLayer = archive.blobs.some((digest) => path.endsWith(digest.slice(7)))
      let start = 0
      const damaging = (chunk: Buffer): void | Promise<void> => {
        const at = 512 + 600 - start
        if (isLayer && at >= 0 && at < chunk.length) chunk[at] = 0x21
        start += chunk.length
        return take(chunk)
      }
      await docker.containers.readArchive(id, path, damaging, signal)
    },
  })
  const image = await measure(details, { docker: tampering.docker })
  expect(image).toMatchObject({
    measuredBy: 'export',
    fellBack: [expect.stringMatching(/^layer blobs: the bytes of layer sha256:.* have the digest sha256:/)],
  })
  expect(numbers(image)).toEqual(numbers(whole))
  await expect(measure(details, { docker: tampering.docker, access: 'metadata' })).rejects.toMatchObject({
    name: 'MeasureError',
    message: expect.stringMatching(/^engine-access allows only .*: layer blobs: the bytes of layer/),
  })
})

testWithStore('a file of the content store that was changed is noticed', async () => {
  const { details, archive } = await load('plain', 'changed on disk')
  const [blob = ''] = archive.blobs
  await overwrite(details.id, blob, Buffer.alloc(1024))
  const measuring = measure(details, { access: 'metadata' })
  await expect(measuring).rejects.toMatchObject({
    name: 'MeasureError',
    message: expect.stringMatching(/ the layer is stored with 1024 bytes, its descriptor says /),
  })
  // The engine's own export has the same wrong bytes: then nothing is measured.
  await expect(measure(details)).rejects.toMatchObject({ name: 'MeasureError' })
})

/** Replaces a blob of the content store through a container that is never started. */
async function overwrite(image: string, digest: string, content: Buffer): Promise<void> {
  for (const source of contentDirectories(engine.rootDir)) {
    const mounts = [{ type: 'bind' as const, source, target: '/store', readOnly: false }]
    const spec = { image, entrypoint: null, cmd: null, env: [], user: null, workdir: null, network: 'none' }
    const rest = { memoryBytes: null, pids: null, labels: {} }
    const id = await docker.containers.create({ ...spec, ...rest, mounts }).catch(() => null)
    if (id === null) continue
    const tar = await buildTar([{ name: digest.slice(7), content }])
    await docker.containers.putArchive(id, '/store', Readable.from([tar]))
    await docker.containers.remove(id)
    return
  }
  throw new Error('no content store was found')
}

function withSource(spec: ContainerSpec, change: (source: string) => string): ContainerSpec {
  return { ...spec, mounts: spec.mounts.map((mount) => ({ ...mount, source: change(mount.source ?? '') })) }
}

testWithStore(
  'where the content store is not to be found, the export serves and the reason is told',
  async () => {
    const { details } = await load('gzip', 'elsewhere')
    const own = await measure(details)
    const create = (spec: ContainerSpec): Promise<string> =>
      docker.containers.create(withSource(spec, (source) => `/nowhere${source}`))
    const image = await measure(details, { docker: watched({ create }).docker })
    expect(image.measuredBy).toBe('export')
    expect(image.fellBack).toEqual([expect.stringMatching(/^layer blobs: .*\/nowhere\//)])
    expect(numbers(image)).toEqual(numbers(own))
  },
)

testWithStore('the second of the known directories serves where the first holds something else', async () => {
  const { details } = await load('gzip', 'second')
  const usual = watched()
  await measure(details, { docker: usual.docker })
  const right = usual.created.at(-1)?.mounts[0]?.source ?? ''
  const create = (spec: ContainerSpec): Promise<string> =>
    docker.containers.create(withSource(spec, (source) => (source.startsWith('/nowhere') ? '/etc' : right)))
  const elsewhere = { docker: watched({ create }).docker, engine: { ...engine, rootDir: '/nowhere' } }
  expect(await measure(details, elsewhere)).toMatchObject({ measuredBy: 'layer-blobs', fellBack: [] })
})

testWithStore('with engine-access: export no directory of the engine is bound', async () => {
  const { details } = await load('gzip', 'export')
  const noted = watched()
  const image = await measure(details, { docker: noted.docker, access: 'export' })
  expect(image.measuredBy).toBe('export')
  expect(image.owners).toContainEqual(expect.objectContaining({ name: 'thing', bytes: 5000 }))
  expect(noted.created).toEqual([])
})

testWithStore(
  'layers of many megabytes are read by two containers, and hashed on other threads',
  async () => {
    const large = (name: string) => [{ name, content: Buffer.alloc(27_000_000, `${name} ${process.pid}`) }]
    const tag = `docker.io/library/isg-blobs-test:${process.pid}-large`
    const archive = await ociArchive([large('one'), large('two'), large('three')], 'plain', tag)
    await execa('docker', ['--host', docker.host, 'load'], { input: archive.tar })
    loaded.push(tag)
    const details = (await docker.images.inspect(tag)) as ImageDetails
    const noted = watched()
    const image = await measure(details, { docker: noted.docker, access: 'metadata' })
    expect(image).toMatchObject({
      measuredBy: 'layer-blobs',
      size: 81_000_000,
      live: 81_000_000,
      fileCount: 3,
    })
    // Where the first of the known directories is not there, a container was asked for in vain.
    const sources = noted.created.map(({ mounts }) => mounts[0]?.source)
    expect(sources.filter((source) => source === sources.at(-1))).toHaveLength(2)
  },
  120_000,
)

test('no container is left', async () => {
  const [[name, value] = []] = Object.entries(containerLabels(mark)).filter(([name]) => name !== label)
  expect(await docker.containers.labelled(`${name}=${value}`)).toEqual([])
})
