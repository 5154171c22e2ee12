import type { LayerCache } from '../../effects/layer-cache.ts'
import { type LadderReading, readLayers } from '../ladder.ts'
import type { LayerTable } from '../layer-table.ts'
import { mostDatabaseBytes } from '../owners/database-bounds.ts'
import type { PathTree } from '../path-tree.ts'
import { contentsSection, packContents, unpackContents } from './contents-section.ts'
import { decodeLayerWith } from './decode-layer.ts'
import { encodeLayerWith } from './encode-layer.ts'
import type { Sections } from './entry-file.ts'

type Images = Parameters<typeof readLayers>[0]
type LadderWorld = Parameters<typeof readLayers>[1]

/** What was read, and which layers of it were not, by diffID: they came from the cache. */
export interface CachedReading extends LadderReading {
  readonly cached: ReadonlySet<string>
}

/**
 * Reads the layers of images, those that the cache has from there; what had to be read is kept for the next run, with
 * the contents that were kept of it.
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
  const { known, kept } = await load(diffIds, cache, checksumKind, tree)
  const read = await readLayers(images, { ...world, known })
  const { layers, contents } = read.reading
  const cached = new Set(
    diffIds.filter((diffId) => known.has(diffId) && layers.get(diffId) === known.get(diffId)),
  )
  for (const diffId of diffIds) {
    const layer = layers.get(diffId)
    if (!layer || cached.has(diffId)) continue
    await cache.write(diffId, encodeLayerWith(diffId, layer, tree, sectionsOf(contents.get(diffId))))
  }
  const ofCached = [...kept].filter(([diffId]) => cached.has(diffId))
  return { ...read, reading: { ...read.reading, contents: new Map([...contents, ...ofCached]) }, cached }
}

// Contents cost a request each to read again; the classic store's own files give none with the tables.
function sectionsOf(contents: ReadonlyMap<number, string> | undefined): Sections {
  return new Map(contents && [[contentsSection, packContents(contents)]])
}

async function load(
  diffIds: readonly string[],
  cache: LayerCache,
  checksumKind: LayerTable['checksumKind'],
  tree: PathTree,
): Promise<{ known: Map<string, LayerTable>; kept: Map<string, ReadonlyMap<number, string>> }> {
  const known = new Map<string, LayerTable>()
  const kept = new Map<string, ReadonlyMap<number, string>>()
  let left = 2 * mostDatabaseBytes
  const entries = await Promise.all(diffIds.map((diffId) => cache.read(diffId)))
  for (const [index, diffId] of diffIds.entries()) {
    const bytes = entries[index]
    const found = bytes ? decodeLayerWith(diffId, bytes, tree, unpackContents) : null
    if (found?.table.checksumKind !== checksumKind) continue
    known.set(diffId, found.table)
    const length = [...(found.more?.values() ?? [])].reduce((sum, content) => sum + content.length, 0)
    if (!found.more || length > left) continue
    left -= length
    kept.set(diffId, found.more)
  }
  return { known, kept }
}
