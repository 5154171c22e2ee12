import type { LayerCache } from '../../effects/layer-cache.ts'
import { contentsSection, packContents, unpackContents } from '../cache/contents-section.ts'
import { decodeLayerWith } from '../cache/decode-layer.ts'
import { encodeLayerWith } from '../cache/encode-layer.ts'
import type { ReadLayer, WantedContents } from '../layer-content.ts'
import type { PathTree } from '../path-tree.ts'
import type { FoundImage } from './found-image.ts'
import { readStoredLayers } from './read-stored-layers.ts'

/** What was read, and which layers of it came from the cache, by diffID. */
export interface CachedLayers {
  readonly layers: ReadonlyMap<string, ReadLayer>
  readonly cached: ReadonlySet<string>
}

/**
 * Reads the layers of found images as `readStoredLayers` does, those of a registry from the cache where it has them
 * with the contents that are wanted of them: such a layer is not fetched. What had to be fetched is kept for the next
 * run. Null is no cache. An archive lies here already, and its layers' compression must be seen.
 */
export async function readCachedLayers(
  images: readonly FoundImage[],
  wanted: WantedContents,
  world: { readonly tree: PathTree; readonly signal: AbortSignal; readonly cache: LayerCache | null },
): Promise<CachedLayers> {
  const { cache, tree } = world
  const remote = images.filter(({ measuredBy }) => measuredBy === 'registry')
  const diffIds = [...new Set(remote.flatMap(({ image }) => image.layers.map(({ diffId }) => diffId)))]
  const known = cache ? await load(diffIds, cache, wanted, tree) : new Map<string, ReadLayer>()
  const withKnown = images.map((found) =>
    remote.includes(found) ? { ...found, layers: new Map([...known, ...found.layers]) } : found,
  )
  const layers = await readStoredLayers(withKnown, wanted, world)
  const cached = new Set(diffIds.filter((diffId) => layers.get(diffId) === known.get(diffId)))
  for (const diffId of diffIds.filter((diffId) => !cached.has(diffId))) {
    const layer = layers.get(diffId)
    if (!cache || !layer) continue
    const contents = new Map([[contentsSection, packContents(layer.contents)]])
    await cache.write(diffId, encodeLayerWith(diffId, layer.table, tree, contents))
  }
  return { layers, cached }
}

async function load(
  diffIds: readonly string[],
  cache: LayerCache,
  { budget }: WantedContents,
  tree: PathTree,
): Promise<Map<string, ReadLayer>> {
  const known = new Map<string, ReadLayer>()
  const entries = await Promise.all(diffIds.map((diffId) => cache.read(diffId)))
  for (const [index, diffId] of diffIds.entries()) {
    const bytes = entries[index]
    const found = bytes ? decodeLayerWith(diffId, bytes, tree, unpackContents) : null
    // What an engine's rung kept has no contents, or checksums of another kind.
    if (!found?.more || found.table.checksumKind !== 'crc32') continue
    const { table, more: contents } = found
    const kept = [...contents.values()].reduce((sum, { length }) => sum + length, 0)
    if (kept > budget.left) continue
    budget.left -= kept
    known.set(diffId, { diffId, table, compressed: true, contents })
  }
  return known
}
