import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createLayerCache, type LayerCache } from '../../../../src/effects/layer-cache.ts'
import { encodeLayer } from '../../../../src/inspect/cache/encode-layer.ts'
import { LayerReader } from '../../../../src/inspect/layer-reader.ts'
import type { StoredLayer } from '../../../../src/inspect/oci/resolve-image.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { buildTar } from '../build-tar.ts'
import { inspectLayers, sampleLayers, storedLayer } from './stored-sample.ts'

let directory = ''
let cache: LayerCache
let opened: string[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layers-'))
  cache = createLayerCache(directory, (problem) => {
    throw new Error(problem)
  })
  opened = []
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

/** The sample's layers; what is fetched of them is counted by name. */
async function sample(): Promise<StoredLayer[]> {
  const layers = await Promise.all(sampleLayers.map(storedLayer))
  return layers.map((layer, index) => ({
    ...layer,
    open() {
      opened.push(`layer ${index + 1}`)
      return layer.open()
    },
  }))
}
const forgetCached = ({ image, ...rest }: Awaited<ReturnType<typeof inspectLayers>>) => ({
  ...rest,
  image: { ...image, layers: image.layers.map((layer) => ({ ...layer, cached: false })) },
})

test('a layer that the cache has is not fetched, and the image is the same, package owners included', async () => {
  const layers = await sample()
  const fresh = await inspectLayers(layers, null)
  expect(fresh.image.owners).toContainEqual(
    expect.objectContaining({ kind: 'package', manager: 'dpkg', name: 'hello' }),
  )
  expect(await inspectLayers(layers, cache)).toEqual(fresh)
  expect(opened).toHaveLength(8)
  const cached = await inspectLayers(layers, cache)
  expect(opened).toHaveLength(8)
  expect(forgetCached(cached)).toEqual(fresh)
  expect(cached.image.layers.map((layer) => layer.cached)).toEqual([true, true, true, true])
})

test('an entry that is damaged, or that lacks the contents, is fetched again', async () => {
  const layers = await sample()
  const fresh = await inspectLayers(layers, cache)
  const [first, second] = layers as [StoredLayer, StoredLayer]
  const tree = new PathTree()
  const reader = new LayerReader(tree, null)
  reader.write(await buildTar(sampleLayers[0] ?? []))
  await cache.write(first.diffId, encodeLayer(first.diffId, reader.finish(), tree))
  await writeFile(join(directory, `${second.diffId.slice('sha256:'.length)}.layer`), 'ISGLAYER')
  opened = []
  expect(forgetCached(await inspectLayers(layers, cache))).toEqual(fresh)
  expect(opened).toEqual(['layer 1', 'layer 2'])
  expect(await readdir(directory)).toHaveLength(4)
})
