import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { diffImages } from '../../../src/diff/diff-images.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { Docker, EngineInfo } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { containerLabels, label, type RunMark } from '../../../src/effects/mark.ts'
import { Stopped } from '../../../src/effects/stop.ts'
import { readExport } from '../../../src/inspect/export.ts'
import type { FileEntry, InspectedImage } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { nothingKnown } from '../../../src/inspect/known-layers.ts'
import { readLayerMetadata } from '../../../src/inspect/layer-metadata.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { textOf } from '../../../src/inspect/raw-text.ts'
import type { Reading, WantedImage } from '../../../src/inspect/reading.ts'
import { TarHeaders } from '../../../src/inspect/tar-headers.ts'
import { buildTar, endOfTar, headerBlock, padded } from '../../unit/inspect/build-tar.ts'
import { loadImage } from './load-image.ts'

const repository = `isg-inspect-test-${process.pid}`
const [before, after] = [`${repository}:before`, `${repository}:after`]
const mark: RunMark = { run: `${process.pid.toString(16)}abc`, owner: 'test', deadline: 2_000_000_000 }
const { signal } = new AbortController()
let docker: Docker
let engine: EngineInfo

const base = [
  { name: 'fs/', type: 'directory' as const },
  { name: 'fs/usr/lib/libc.so', content: 'c'.repeat(5000) },
  { name: 'fs/usr/lib/libm.so', type: 'link' as const, linkname: 'fs/usr/lib/libc.so' },
  { name: 'fs/lib', type: 'symlink' as const, linkname: 'usr/lib' },
  { name: 'fs/cache/apt/one', content: 'x'.repeat(700) },
  { name: 'fs/cache/two', content: 'y'.repeat(300) },
  { name: 'fs/opaque/old', content: 'o'.repeat(40) },
  { name: `fs/${'long/'.repeat(60)}ä`, content: 'deep' },
  { name: 'fs/changes', content: 'a file' },
]
// A hostile name that is no UTF-8.
const strange = [headerBlock('fs/\xff|\n<b>', '0', 3), padded('abc'), endOfTar]

beforeAll(async () => {
  docker = await connectDocker(await resolveEndpoint(process.env), process.env)
  engine = await docker.info()
  await loadImage({ layers: [base, Buffer.concat(strange)] }, before)
  const top = [
    { name: 'fs/cache/.wh.apt' },
    { name: 'fs/opaque/.wh..wh..opq' },
    { name: 'fs/opaque/new', content: 'n' },
    { name: 'fs/changes/', type: 'directory' as const },
    { name: 'fs/changes/inner', content: 'inner' },
    { name: 'fs/usr/lib/libm.so', content: 'm'.repeat(10) },
  ]
  const history = ['RUN base # buildkit', 'ENV A=1', 'RUN |1 TOKEN=secret /bin/sh -c top # buildkit']
  await loadImage(
    {
      layers: [base, top],
      gzip: true,
      history: history.map((text) => ({ created_by: text, empty_layer: text.startsWith('ENV') })),
    },
    after,
  )
}, 60_000)

afterAll(async () => {
  await docker.images.remove(before)
  await docker.images.remove(after)
})

async function wanted(tag: string): Promise<WantedImage> {
  const details = await docker.images.inspect(tag)
  if (!details) throw new Error(`${tag} was not loaded`)
  return details
}

async function inspectBoth(
  over: Partial<{ docker: Docker; engine: EngineInfo }> = {},
): Promise<{ before: InspectedImage; after: InspectedImage }> {
  const [one, two] = [await wanted(before), await wanted(after)]
  const pair = {
    before: { id: one.id, baseDiffIds: null, instructions: [], provenance: null },
    after: { id: two.id, baseDiffIds: one.diffIds.slice(0, 1), instructions: [], provenance: null },
  }
  const result = await inspectImages(pair, {
    docker,
    engine,
    access: 'auto' as const,
    mark,
    cache: null,
    signal,
    ...over,
  })
  if (!result.before) throw new Error('no before')
  return { before: result.before, after: result.after }
}

const sizes = (image: InspectedImage): number[][] =>
  image.image.layers.map(({ size, live, wasted }) => [size, live, wasted])

test('sizes, live and wasted bytes are what the layers hold', async () => {
  const result = await inspectBoth()
  expect(sizes(result.before)).toEqual([
    [6057, 6057, 0],
    [3, 3, 0],
  ])
  expect(sizes(result.after)).toEqual([
    [6057, 5311, 746],
    [16, 16, 0],
  ])
  expect(result.after.image).toMatchObject({ size: 6073, live: 5327, wasted: 746, baseSize: 6057 })
  expect(result.after.image.layers.map(({ instruction, base: isBase }) => [instruction, isBase])).toEqual([
    ['RUN base', true],
    ['RUN top', false],
  ])
  expect(JSON.parse(JSON.stringify(result.after.image))).toStrictEqual(result.after.image)
  const diff = diffImages(result.before.image, result.after.image, { before: null, after: null })
  expect(JSON.parse(JSON.stringify(diff))).toStrictEqual(diff)
  expect(result.after.image.measuredBy).toBe(engine.store === 'classic' ? 'layer-metadata' : 'layer-blobs')
  expect(result.after.hidden((name) => name === 'one')).toEqual([
    { path: '/fs/cache/apt/one', layer: 0, size: 700 },
  ])
})

test('layer metadata and export give the same tables, and the engine of the classic store the same sizes', async () => {
  const images = [await wanted(before), await wanted(after)]
  const exported = await readExport(images, { docker, tree: new PathTree(), known: nothingKnown, signal })
  expect(exported.configs.get(images[1]?.id ?? '')?.createdBy).toHaveLength(2)
  if (engine.store !== 'classic') return
  const metadata = await readLayerMetadata(images, {
    docker,
    engine,
    mark,
    tree: new PathTree(),
    known: nothingKnown,
    signal,
  })
  for (const { id, diffIds } of images) {
    expect(layerSizes(metadata, diffIds)).toEqual(layerSizes(exported, diffIds))
    expect(metadata.configs.get(id)).toEqual(exported.configs.get(id))
    const history = await docker.images.history(id)
    const counted = history.filter(({ createdBy }) => !createdBy.startsWith('ENV')).map(({ size }) => size)
    expect(layerSizes(metadata, diffIds)).toEqual(counted)
    expect((await docker.images.inspect(id))?.engineSize).toBe(
      layerSizes(metadata, diffIds).reduce((a, b) => a + b),
    )
  }
})

test('the final file system is the one that the engine shows', async () => {
  const { before: one, after: two } = await inspectBoth()
  for (const [tag, inspected] of [
    [before, one],
    [after, two],
  ] as const) {
    const ours = inspected.files.named(() => true).filter(({ path }) => path.startsWith('/fs'))
    expect(Object.fromEntries(ours.map(described))).toEqual(await exportedFiles(tag))
  }
})

test('equal images are read once and differ by exactly 0', async () => {
  const id = (await wanted(after)).id
  const image = { id, baseDiffIds: null, instructions: [], provenance: null }
  const result = await inspectImages(
    { before: image, after: image },
    { docker, engine, access: 'auto' as const, mark, cache: null, signal },
  )
  if (!result.before) throw new Error('no before')
  expect(result.before.image.measuredBy).toBe('same-image')
  const { change, delta, layers } = diffImages(result.before.image, result.after.image, {
    before: null,
    after: null,
  })
  expect([change, delta.size, delta.live, delta.wasted, delta.percent]).toEqual(['unchanged', 0, 0, 0, 0])
  expect(layers.map(({ state }) => state)).toEqual(['same', 'same'])
})

test('where the metadata is not what it should be, the export is read instead and the reason told', async () => {
  const elsewhere = { ...engine, store: 'classic' as const, rootDir: '/nowhere' }
  const [expected, result] = [await inspectBoth(), await inspectBoth({ engine: elsewhere })]
  expect(JSON.parse(JSON.stringify(result.after.image))).toStrictEqual(result.after.image)
  const diff = diffImages(result.before.image, result.after.image, { before: null, after: null })
  expect(JSON.parse(JSON.stringify(diff))).toStrictEqual(diff)
  expect(result.after.image.measuredBy).toBe('export')
  expect(result.after.image.fellBack).toEqual([expect.stringMatching(/^layer metadata: .*\/nowhere\//)])
  expect(sizes(result.after)).toEqual(sizes(expected.after))
  expect(sizes(result.before)).toEqual(sizes(expected.before))
})

test('a truncated export is an error, wherever it ends', async () => {
  const images = [await wanted(before)]
  const whole = await buffer(await docker.images.export([before]))
  for (let cut = 0; cut < whole.length - 1024; cut += 4096 + 512) {
    const cutDocker = {
      ...docker,
      images: { ...docker.images, export: async () => Readable.from([whole.subarray(0, cut)]) },
    }
    await expect(
      readExport(images, { docker: cutDocker, tree: new PathTree(), known: nothingKnown, signal }),
    ).rejects.toMatchObject({
      name: 'MeasureError',
    })
  }
})

test('an image that is not there is an error', async () => {
  const missing = { id: `sha256:${'0'.repeat(64)}`, baseDiffIds: null, instructions: [], provenance: null }
  const inspecting = inspectImages(
    { before: null, after: missing },
    { docker, engine, access: 'auto' as const, mark, cache: null, signal },
  )
  await expect(inspecting).rejects.toMatchObject({ name: 'MeasureError' })
})

test.each([
  ['BuildKit', true],
  ['the legacy builder', false],
])('an image that %s made is measured', async (_, buildkit) => {
  const tag = `${repository}:built`
  const context = await buildTar([
    { name: 'Dockerfile', content: 'FROM scratch\nCOPY data /data\n' },
    { name: 'data/file', content: buildkit ? 'hello' : 'howdy' },
    { name: 'data/link', type: 'symlink', linkname: 'file' },
  ])
  const messages = await docker.build({
    context: Readable.from([context]),
    dockerfile: 'Dockerfile',
    tag,
    target: null,
    platform: null,
    buildArgs: {},
    labels: {},
    network: null,
    noCache: true,
    buildkit,
    signal: AbortSignal.timeout(60_000),
  })
  for await (const message of messages) expect(message).not.toHaveProperty('error')
  const { after: built } = await inspectImages(
    {
      before: null,
      after: { id: (await wanted(tag)).id, baseDiffIds: [], instructions: [], provenance: null },
    },
    { docker, engine, access: 'auto' as const, mark, cache: null, signal },
  )
  await docker.images.remove(tag)
  expect(built.image).toMatchObject({
    size: 9,
    live: 9,
    wasted: 0,
    fellBack: [],
  })
  expect(built.image.layers[0]?.instruction).toMatch(/^COPY .*\/data/)
  // For its layers BuildKit on the classic store writes down a size without the targets of links.
  if (engine.store === 'classic') expect(buildkit ? [5, 9] : [9]).toContain(built.image.engineSize?.inspect)
})

test('a stopped reading ends at once, before and while the export streams', async () => {
  const image = { id: (await wanted(after)).id, baseDiffIds: null, instructions: [], provenance: null }
  const stopAt = async (isEarly: boolean, reason: Stopped): Promise<unknown> => {
    const stop = new AbortController()
    const exporting = async (ids: readonly string[]): Promise<Readable> => {
      if (isEarly) stop.abort(reason)
      const stream = await docker.images.export(ids)
      return stream.once('readable', () => stop.abort(reason))
    }
    const stopped = { ...docker, images: { ...docker.images, export: exporting } }
    const world = {
      docker: stopped,
      engine,
      access: 'export' as const,
      mark,
      cache: null,
      signal: stop.signal,
    }
    return inspectImages({ before: null, after: image }, world).catch((error: unknown) => error)
  }
  const interrupt = new Stopped('SIGINT', 'interrupted by SIGINT')
  const deadline = new Stopped('deadline', 'the run took too long')
  for (const isEarly of [true, false]) {
    expect(await stopAt(isEarly, interrupt)).toBe(interrupt)
    expect(await stopAt(isEarly, deadline)).toMatchObject({
      name: 'MeasureError',
      message: 'the run took too long',
    })
  }
})

test('no container is left', async () => {
  const ofThisRun = Object.entries(containerLabels(mark)).filter(([name]) => name !== label)
  expect(ofThisRun).not.toEqual([])
  for (const [name, value] of ofThisRun) {
    const found = await docker.containers.labelled(`${name}=${value}`)
    expect(found.filter(({ labels }) => ofThisRun.every(([key, own]) => labels[key] === own))).toEqual([])
  }
})

function layerSizes(reading: Reading, diffIds: readonly string[]): number[] {
  return diffIds.map((diffId) => reading.layers.get(diffId)?.size ?? -1)
}

function described({ path, type, size, linkTarget, mode }: FileEntry): [string, string] {
  return [path, type === 'symlink' ? `symlink ${linkTarget}` : `${type} ${size} ${mode.toString(8)}`]
}

// What a container of the image holds below /fs, read from `docker export`.
async function exportedFiles(tag: string): Promise<Record<string, string>> {
  const { stdout: container } = await execa('docker', ['create', tag])
  const { stdout: tar } = await execa('docker', ['export', container], { encoding: 'buffer' })
  await execa('docker', ['rm', '-f', container])
  const found = new Map<string, string>()
  const headers = new TarHeaders({
    entry({ name, type, size, linkName, mode }) {
      const path = `/${textOf(name.replace(/\/$/, ''))}`
      if (!path.startsWith('/fs')) return
      const octal = mode.toString(8)
      if (type === 'hardlink') found.set(path, found.get(`/${linkName}`) ?? 'broken')
      else found.set(path, type === 'symlink' ? `symlink ${linkName}` : `${type} ${size} ${octal}`)
    },
  })
  headers.write(Buffer.from(tar))
  headers.end('required')
  return Object.fromEntries(found)
}
