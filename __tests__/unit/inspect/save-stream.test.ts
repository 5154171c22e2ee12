import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { expect, test } from '@jest/globals'
import type { Docker } from '../../../src/effects/docker/docker.ts'
import { readExport } from '../../../src/inspect/export.ts'
import { knownLayers, nothingKnown } from '../../../src/inspect/known-layers.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import type { Reading } from '../../../src/inspect/reading.ts'
import { buildTar, type TestEntry } from './build-tar.ts'

const { signal } = new AbortController()
const hex = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
const digest = (content: string | Buffer): string => `sha256:${hex(content)}`
const blob = (content: string | Buffer): TestEntry => ({ name: `blobs/sha256/${hex(content)}`, content })

const layer = await buildTar([{ name: 'a', content: 'x'.repeat(300_000) }])
const upper = await buildTar([{ name: 'b', content: 'y'.repeat(7) }])
const diffIds = [digest(layer), digest(upper)]
const config = JSON.stringify({
  rootfs: { type: 'layers', diff_ids: diffIds },
  history: [{ created_by: 'one' }, { created_by: 'env', empty_layer: true }, { created_by: 'two' }],
})

async function read(stream: Buffer, id = digest(config), chunk = 1000): Promise<Reading> {
  const pieces = Array.from({ length: Math.ceil(stream.length / chunk) }, (_, i) =>
    stream.subarray(i * chunk, (i + 1) * chunk),
  )
  const images = { export: async () => Readable.from(pieces) } satisfies Partial<Docker['images']>
  return readExport([{ id, diffIds }], {
    docker: { images },
    tree: new PathTree(),
    known: nothingKnown,
    signal,
  })
}

const sizes = ({ layers }: Reading): (number | undefined)[] =>
  diffIds.map((diffId) => layers.get(diffId)?.size)

test('the layout before Docker 25: a directory for each layer, a link for a repeat, manifest last', async () => {
  const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(64))
  const stream = await buildTar([
    { name: `${hex(config)}.json`, content: config },
    { name: `${one}/`, type: 'directory' },
    { name: `${one}/VERSION`, content: '1.0' },
    { name: `${one}/json`, content: '{}' },
    { name: `${one}/layer.tar`, content: layer },
    { name: `${two}/layer.tar`, type: 'symlink', linkname: `../${one}/layer.tar` },
    { name: `${three}/layer.tar`, content: upper },
    { name: 'manifest.json', content: '[]' },
    { name: 'repositories', content: '{}' },
  ])
  const reading = await read(stream)
  expect(sizes(reading)).toEqual([300_000, 7])
  expect(reading.configs.get(digest(config))?.createdBy).toEqual(['one', 'two'])
})

test("Podman's layout: each layer once by its diffID, links to it from the images", async () => {
  const stream = await buildTar([
    { name: `${hex(layer)}.tar`, content: layer },
    { name: `${hex(upper)}.tar`, content: upper },
    { name: `${hex(config)}.json`, content: config },
    { name: `${'1'.repeat(64)}/layer.tar`, type: 'symlink', linkname: `../${hex(layer)}.tar` },
    { name: 'manifest.json', content: '[]' },
  ])
  const reading = await read(stream)
  expect(sizes(reading)).toEqual([300_000, 7])
  expect(reading.configs.get(digest(config))?.createdBy).toEqual(['one', 'two'])
})

test('a known layer is passed over where the stream names layers by diffID', async () => {
  const noTar = 'not even a tar'
  const stream = await buildTar([
    { name: `blobs/sha256/${hex(layer)}`, content: noTar },
    blob(upper),
    blob(config),
  ])
  await expect(read(stream)).rejects.toMatchObject({ name: 'MeasureError' })
  const tree = new PathTree()
  const images = {
    export: async () => Readable.from([await buildTar([blob(layer), blob(upper), blob(config)])]),
  }
  const wanted = [{ id: digest(config), diffIds }]
  const whole = await readExport(wanted, { docker: { images }, tree, known: nothingKnown, signal })
  const known = new Map([[digest(layer), whole.layers.get(digest(layer))!]])
  const short = { export: async () => Readable.from([stream]) }
  const reading = await readExport(wanted, {
    docker: { images: short },
    tree,
    known: knownLayers(known),
    signal,
  })
  expect(sizes(reading)).toEqual([300_000, 7])
})

test.each([
  ['as they are', (content: Buffer) => content],
  ['with gzip', (content: Buffer) => zlib.gzipSync(content)],
  ['with zstd', (content: Buffer) => zlib.zstdCompressSync?.(content)],
])('blobs, layers %s, named by an index', async (_, compress) => {
  const blobs = [layer, upper].map((content) => compress(content))
  const manifest = JSON.stringify({
    config: { digest: digest(config) },
    layers: blobs.map((content) => ({ digest: digest(content ?? '') })),
  })
  const index = JSON.stringify({ manifests: [{ digest: digest('missing') }, { digest: digest(manifest) }] })
  if (blobs.some((content) => content === undefined)) {
    const damaged = await buildTar([blob(Buffer.from('28b52ffd00000000', 'hex'))])
    await expect(read(damaged)).rejects.toThrow('Node 22.15')
    return
  }
  const stream = await buildTar([
    blob(manifest),
    ...blobs.map((content) => blob(content ?? '')),
    blob(index),
    blob(config),
    { name: 'index.json', content: '{}' },
    { name: 'oci-layout', content: '{}' },
  ])
  for (const id of [digest(index), digest(manifest), digest(config)]) {
    for (const chunk of [61, stream.length]) {
      const reading = await read(stream, id, chunk)
      expect(sizes(reading)).toEqual([300_000, 7])
      expect(reading.configs.get(id)?.createdBy).toEqual(['one', 'two'])
    }
  }
})

test('a layer that is missing, altered or cut is an error', async () => {
  const altered = Buffer.from(upper)
  altered[513] = 0x7a
  const cut = zlib.gzipSync(upper).subarray(0, 50)
  const broken = zlib.gzipSync(layer)
  broken.fill(0xff, 30, 60)
  for (const second of [[], [blob(altered)], [blob(upper.subarray(0, 512))], [blob(cut)], [blob(broken)]]) {
    await expect(read(await buildTar([blob(layer), blob(config), ...second]))).rejects.toThrow()
  }
})

test('a stream that ends early is an error at every block', async () => {
  const stream = await buildTar([blob(upper), blob(config), blob(zlib.gzipSync(layer))])
  expect(sizes(await read(stream))).toEqual([300_000, 7])
  for (let cut = 0; cut < stream.length; cut += 512) {
    await expect(read(stream.subarray(0, cut))).rejects.toMatchObject({ name: 'MeasureError' })
  }
})

test('a configuration that does not fit the layers gives no instructions', async () => {
  const other = JSON.stringify({ rootfs: { diff_ids: [diffIds[0]] }, history: [{ created_by: 'x' }] })
  const reading = await read(await buildTar([blob(layer), blob(upper), blob(other)]), digest(other))
  expect(reading.configs.get(digest(other))).toBeNull()
})
