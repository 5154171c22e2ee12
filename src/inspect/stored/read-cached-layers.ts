import type { LayerCache } from '../../effects/layer-cache.ts'
import { decodeEntry, loadEntries, writeLayer } from '../cache/cached-layer.ts'
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
    await writeLayer(diffId, layer, { cache, tree })
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
  for (const [diffId, bytes] of await loadEntries(diffIds, cache)) {
    const found = decodeEntry(diffId, bytes, { tree, budget }, 'crc32')
    // Some that an engine's rung kept have none.
    if (!found?.contents) continue
    known.set(diffId, { diffId, table: found.table, compressed: true, contents: found.contents })
  }
  return known
}
