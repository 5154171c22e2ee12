import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { ContainerSpec, Docker, EngineInfo } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { createLayerCache } from '../../../src/effects/layer-cache.ts'
import type { RunMark } from '../../../src/effects/mark.ts'
import { encodeLayer } from '../../../src/inspect/cache/encode-layer.ts'
import type { InspectedImage } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { LayerReader } from '../../../src/inspect/layer-reader.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { buildTar } from '../../unit/inspect/build-tar.ts'
import { loadImage } from './load-image.ts'

jest.setTimeout(60_000)

const repository = `isg-layer-cache-test-${process.pid}`
const [before, after] = [`${repository}:before`, `${repository}:after`]
const mark: RunMark = { run: randomBytes(8).toString('hex'), owner: 'test', deadline: 2_000_000_000 }
const { signal } = new AbortController()
let docker: Docker
let engine: EngineInfo
let home: string
let directory: string

const status = 'Package: thing\nStatus: install ok installed\nVersion: 1\n'
const base = [
  { name: 'var/lib/dpkg/status', content: status },
  { name: 'var/lib/dpkg/info/thing.list', content: '/usr/lib/libc.so\n' },
  { name: 'usr/lib/libc.so', content: 'c'.repeat(5000) },
  { name: 'usr/lib/libm.so', type: 'link' as const, linkname: 'usr/lib/libc.so' },
  { name: 'lib', type: 'symlink' as const, linkname: 'usr/lib' },
]

beforeAll(async () => {
  docker = await connectDocker(await resolveEndpoint(process.env), process.env)
  engine = await docker.info()
  await loadImage({ layers: [base, [{ name: 'app', content: 'one' }]] }, before)
  await loadImage({ layers: [base, [{ name: 'app', content: 'twotwo' }]] }, after)
}, 60_000)
afterAll(async () => {
  await docker.images.remove(before)
  await docker.images.remove(after)
})
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-layer-cache-'))
  directory = join(home, 'layers')
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

/** Both images, measured with the cache, the containers that were made for it, and what went wrong. */
async function inspect(from: string | null = before) {
  const specs: ContainerSpec[] = []
  const archives: string[] = []
  const watched = {
    ...docker,
    containers: {
      ...docker.containers,
      create: (spec: ContainerSpec) => {
        specs.push(spec)
        return docker.containers.create(spec)
      },
      readArchive: (...[container, path, take, stop]: Parameters<Docker['containers']['readArchive']>) => {
        archives.push(path)
        return docker.containers.readArchive(container, path, take, stop)
      },
    },
  }
  const wanted = async (tag: string) => ({
    id: (await docker.images.inspect(tag))?.id ?? '',
    baseDiffIds: null,
    instructions: [],
    provenance: null,
  })
  const warnings: string[] = []
  const cache = createLayerCache(directory, (problem) => warnings.push(problem))
  const pair = { before: from === null ? null : await wanted(from), after: await wanted(after) }
  const result = await inspectImages(pair, { docker: watched, engine, access: 'auto', mark, cache, signal })
  const sources = specs.flatMap(({ mounts }) => mounts.flatMap(({ source }) => source ?? []))
  return { ...result, containers: specs.length, sources, archives, warnings }
}

const numbers = ({ image }: InspectedImage) =>
  image.layers.map(({ diffId, size, live, wasted }) => ({ diffId, size, live, wasted }))
const cached = ({ image }: InspectedImage) => image.layers.map((layer) => layer.cached)
const entryOf = ({ image }: InspectedImage, layer: number) =>
  join(directory, `${image.layers[layer]?.diffId.replace('sha256:', '')}.layer`)

test('what one run read, the next one takes from the cache, with the same numbers', async () => {
  const first = await inspect()
  expect(cached(first.after)).toEqual([false, false])
  expect(await readdir(directory)).toHaveLength(3)
  const second = await inspect()
  expect(numbers(second.after)).toEqual(numbers(first.after))
  expect(second.before && numbers(second.before)).toEqual(first.before && numbers(first.before))
  expect(second.after.image.owners).toEqual(first.after.image.owners)
  expect(second.warnings).toEqual([])
  expect(cached(second.after)).toEqual([true, true])
  expect(second.after.image.owners).toContainEqual(expect.objectContaining({ name: 'thing', bytes: 5000 }))
  // The databases come with the layers, from the blobs and from the cache.
  const fromImages = [...first.archives, ...second.archives].filter((path) => !path.includes(mark.run))
  expect(fromImages).toEqual([])
  if (engine.store !== 'classic') return
  // The other containers are for databases, each for half of them.
  expect([first.containers, second.containers]).toEqual([3, 1])
  // Of a cached layer only three small files were asked for.
  expect(first.sources.some((source) => /layerdb\/sha256\/[0-9a-f]{64}$/.test(source))).toBe(true)
  expect(second.sources.some((source) => /layerdb\/sha256\/[0-9a-f]{64}$/.test(source))).toBe(false)
})

test('only the layer that differs is read', async () => {
  await inspect(null)
  const pair = await inspect()
  expect(pair.before && cached(pair.before)).toEqual([true, false])
  expect(cached(pair.after)).toEqual([true, true])
})

test('a truncated entry, and one that is none, are read again and replaced', async () => {
  const first = await inspect()
  const [bottom, top] = [entryOf(first.after, 0), entryOf(first.after, 1)]
  const whole = await readFile(bottom)
  await truncate(bottom, 100)
  await writeFile(top, 'no entry')
  const second = await inspect()
  expect(cached(second.after)).toEqual([false, false])
  expect(numbers(second.after)).toEqual(numbers(first.after))
  expect(await readFile(bottom)).toEqual(whole)
})

test('an entry that says another size than the engine is read again and replaced', async () => {
  const first = await inspect()
  const path = entryOf(first.after, 0)
  const whole = await readFile(path)
  const tree = new PathTree()
  const reader = new LayerReader(tree, null)
  reader.write(await buildTar([{ name: 'smaller', content: 'x' }]))
  const smaller = {
    ...reader.finish(),
    checksumKind: engine.store === 'classic' ? 'crc64' : 'crc32',
  } as const
  await writeFile(path, encodeLayer(first.after.image.layers[0]?.diffId ?? '', smaller, tree))
  if (engine.store !== 'classic') return
  const second = await inspect()
  expect(cached(second.after)).toEqual([false, true])
  expect(numbers(second.after)).toEqual(numbers(first.after))
  expect(await readFile(path)).toEqual(whole)
})

test('a run that fails keeps nothing', async () => {
  const fail = () => Promise.reject(new Error('a bug'))
  const broken = {
    ...docker,
    containers: { ...docker.containers, getArchive: fail, readArchive: fail },
    images: { ...docker.images, export: fail },
  }
  const cache = createLayerCache(directory, () => {})
  const id = (await docker.images.inspect(after))?.id ?? ''
  const pair = { before: null, after: { id, baseDiffIds: null, instructions: [], provenance: null } }
  const failing = inspectImages(pair, { docker: broken, engine, access: 'auto', mark, cache, signal })
  await expect(failing).rejects.toThrow('a bug')
  expect(await readdir(home)).toEqual([])
})
