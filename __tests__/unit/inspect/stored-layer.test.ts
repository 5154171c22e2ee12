import { createHash } from 'node:crypto'
import * as zlib from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { startDigestThreads } from '../../../src/inspect/digest-threads.ts'
import type { ReadLayer } from '../../../src/inspect/layer-content.ts'
import type { StoredBlob } from '../../../src/inspect/oci/resolve-image.ts'
import { PathTree } from '../../../src/inspect/path-tree.ts'
import { type ExpectedLayer, storedLayer } from '../../../src/inspect/stored-layer.ts'
import { plainDigest } from '../../../src/inspect/stream-digest.ts'
import { buildTar } from './build-tar.ts'

const threads = startDigestThreads(2)
afterAll(() => threads.close())

const digest = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`
const tar = await buildTar([
  { name: 'a', content: Buffer.alloc(1_300_000, 'random enough ') },
  { name: 'b', content: 'y'.repeat(7) },
])
const diffOfTar = digest(tar)
const compressions = [
  ['none', tar],
  ['gzip', zlib.gzipSync(tar)],
  ['zstd', zlib.zstdCompressSync?.(tar) ?? null],
] as const

function layerOf(stored: Buffer, over: Partial<StoredBlob> = {}, diffId = diffOfTar): ExpectedLayer {
  return { diffId, blob: { mediaType: '', digest: digest(stored), size: stored.length, ...over } }
}

async function read(stored: Buffer, layer: ExpectedLayer, openDigest = plainDigest): Promise<ReadLayer[]> {
  const layers: ReadLayer[] = []
  const keep = (done: ReadLayer): number => layers.push(done)
  const sink = storedLayer(layer, { tree: new PathTree(), wanted: null, openDigest }, keep)
  for (let at = 0; at < stored.length; at += 21_000) await sink.write(stored.subarray(at, at + 21_000))
  await sink.end()
  return layers
}

test.each(compressions)('a layer that is stored with the compression %s', async (compression, stored) => {
  if (!stored) return
  for (const openDigest of [plainDigest, threads.open]) {
    for (const expected of [layerOf(stored), layerOf(stored, { digest: null })]) {
      const [layer, ...more] = await read(stored, expected, openDigest)
      expect([layer?.table.size, layer?.diffId, more]).toEqual([1_300_007, diffOfTar, []])
      expect(layer?.compressed).toBe(compression !== 'none')
    }
  }
})

test.each(compressions)('a layer of the compression %s that is another is refused', async (_, stored) => {
  if (!stored) return
  const other = `sha256:${'0'.repeat(64)}`
  for (const openDigest of [plainDigest, threads.open]) {
    for (const layer of [
      layerOf(stored, { digest: other }),
      layerOf(stored, { size: stored.length - 1 }),
      layerOf(stored, { size: stored.length + 1 }),
      layerOf(stored, {}, other),
    ]) {
      const reading = read(stored, layer, openDigest)
      await expect(reading).rejects.toMatchObject({ name: 'MeasureError' })
    }
  }
})

test.each(compressions)('a layer of the compression %s that is longer than described', async (_, stored) => {
  if (!stored) return
  const size = stored.length - 1
  await expect(read(stored, layerOf(stored, { size }))).rejects.toMatchObject({
    message: `the layer is stored with more bytes, its descriptor says ${size}`,
  })
})

test.each(compressions.slice(1))('a truncated or damaged layer of the compression %s', async (_, stored) => {
  if (!stored) return
  const cut = stored.subarray(0, stored.length - 20)
  await expect(read(cut, layerOf(cut))).rejects.toMatchObject({
    code: expect.stringMatching(/^(Z_|ZSTD_|ERR_)/),
  })
  const damaged = Buffer.from(stored)
  damaged[stored.length >> 1] = ~(damaged[stored.length >> 1] ?? 0)
  await expect(read(damaged, layerOf(damaged))).rejects.toMatchObject({
    message: expect.any(String),
  })
})

test('threads keep streams apart that come at the same time', async () => {
  const contents = Array.from({ length: 5 }, (_, index) => Buffer.alloc(1_300_000 * (index + 1), `${index}`))
  const digests = contents.map(() => threads.open())
  for (let at = 0; at < 6_500_000; at += 700_000) {
    for (const [index, content] of contents.entries()) {
      if (at < content.length) await digests[index]?.add(content.subarray(at, at + 700_000))
    }
  }
  expect(await Promise.all(digests.map((one) => one.finish()))).toEqual(contents.map(digest))
})
