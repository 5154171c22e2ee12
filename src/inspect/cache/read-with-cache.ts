import type { LayerCache } from '../../effects/layer-cache.ts'
import { type LadderReading, readLayers } from '../ladder.ts'
import type { LayerTable } from '../layer-table.ts'
import type { PathTree } from '../path-tree.ts'
import { decodeLayer } from './decode-layer.ts'
import { encodeLayer } from './encode-layer.ts'

type Images = Parameters<typeof readLayers>[0]
type LadderWorld = Parameters<typeof readLayers>[1]

/** What was read, and which layers of it were not, by diffID: they came from the cache. */
export interface CachedReading extends LadderReading {
  readonly cached: ReadonlySet<string>
}

/**
 * Reads the layers of images, those that the cache has from there; what had to be read is kept for the next run.
 * Without a cache (null) all are read. An entry counts by its checksum and diffID, and, where the engine
 * states the size of a layer, by that size: the others are read again. Rejects as `readLayers` does, and then
 * nothing is kept.
 */
export async function readWithCache(
  images: Images,
  world: Omit<LadderWorld, 'known'> & { readonly cache: LayerCache | null },
): Promise<CachedReading> {
  const { cache, tree } = world
  if (cache === null)
    return { ...(await readLayers(images, { ...world, known: new Map() })), cached: new Set() }
  const diffIds = [...new Set(images.flatMap((image) => image.diffIds))]
  // The checksums of one run must be of one kind, or equal files are not found: see `ChecksumKind`.
  const checksumKind = world.engine.store === 'classic' ? 'crc64' : 'crc32'
  const known = await load(diffIds, cache, checksumKind, tree)
  const read = await readLayers(images, { ...world, known })
  const { layers } = read.reading
  const cached = new Set(
    diffIds.filter((diffId) => known.has(diffId) && layers.get(diffId) === known.get(diffId)),
  )
  for (const diffId of diffIds) {
    const layer = layers.get(diffId)
    if (layer && !cached.has(diffId)) await cache.write(diffId, encodeLayer(diffId, layer, tree))
  }
  return { ...read, cached }
}

async function load(
  diffIds: readonly string[],
  cache: LayerCache,
  checksumKind: LayerTable['checksumKind'],
  tree: PathTree,
): Promise<Map<string, LayerTable>> {
  const known = new Map<string, LayerTable>()
  const entries = await Promise.all(diffIds.map((diffId) => cache.read(diffId)))
  for (const [index, diffId] of diffIds.entries()) {
    const bytes = entries[index]
    const layer = bytes ? decodeLayer(diffId, bytes, tree) : null
    if (layer?.checksumKind === checksumKind) known.set(diffId, layer)
  }
  return known
}
