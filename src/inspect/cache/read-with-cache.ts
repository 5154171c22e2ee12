import type { LayerCache } from '../../effects/layer-cache.ts'
import { once } from '../../once.ts'
import { nothingKnown } from '../known-layers.ts'
import { type LadderReading, readLayers } from '../ladder.ts'
import type { LayerTable } from '../layer-table.ts'
import { mostDatabaseBytes } from '../owners/database-bounds.ts'
import type { PathTree } from '../path-tree.ts'
import { decodeEntry, loadEntries, writeLayer } from './cached-layer.ts'

type Images = Parameters<typeof readLayers>[0]
type LadderWorld = Parameters<typeof readLayers>[1]

/** Contents of files, by the diffID of their layer and their entry in its table. */
type Contents = ReadonlyMap<string, ReadonlyMap<number, string>>

/** What was read, and which layers of it were not, by diffID: they came from the cache. */
export interface CachedReading extends LadderReading {
  readonly cached: ReadonlySet<string>
  /**
   * Keeps what had to be read for the next run, with the contents that came along; `found` are contents that were
   * fetched since, asked for where there is a cache.
   */
  keep(found: () => Contents): Promise<void>
}

/**
 * Reads the layers of images, those that the cache has from there. Without a cache (null) all are read. An entry counts
 * by its checksum and diffID, and, where the engine states the size of a layer, by that size: the others are read
 * again. Rejects as `readLayers` does.
 */
export async function readWithCache(
  images: Images,
  world: Omit<LadderWorld, 'known'> & { readonly cache: LayerCache | null },
): Promise<CachedReading> {
  const { cache, tree } = world
  if (cache === null) {
    const read = await readLayers(images, { ...world, known: nothingKnown })
    return { ...read, cached: new Set(), keep: async () => {} }
  }
  const diffIds = [...new Set(images.flatMap((image) => image.diffIds))]
  // The checksums of one run must be of one kind, or equal files are not found: see `ChecksumKind`.
  const checksumKind = world.engine.store === 'classic' ? 'crc64' : 'crc32'
  const entries = await loadEntries(diffIds, cache)
  const decode = once(() => decodeAll(entries, checksumKind, tree))
  const known = { diffIds: new Set(entries.keys()), tables: () => decode().known }
  const read = await readLayers(images, { ...world, known })
  const { layers } = read.reading
  const { known: tables, kept } = decode()
  const cached = new Set(
    diffIds.filter((diffId) => tables.has(diffId) && layers.get(diffId) === tables.get(diffId)),
  )
  const ofCached = [...kept].filter(([diffId]) => cached.has(diffId))
  const contents = new Map([...read.reading.contents, ...ofCached])
  const keep: CachedReading['keep'] = async (found) => {
    const since = found()
    for (const diffId of diffIds) {
      const [table, own, more] = [layers.get(diffId), contents.get(diffId), since.get(diffId)]
      if (!table || (cached.has(diffId) && !adds(own, more))) continue
      const all = more ? new Map([...(own ?? []), ...more]) : (own ?? null)
      await writeLayer(diffId, { table, contents: all }, { cache, tree })
    }
  }
  return { ...read, reading: { ...read.reading, contents }, cached, keep }
}

function adds(
  own: ReadonlyMap<number, string> | undefined,
  more: ReadonlyMap<number, string> | undefined,
): boolean {
  return [...(more?.keys() ?? [])].some((entry) => own?.has(entry) !== true)
}

function decodeAll(
  entries: ReadonlyMap<string, Buffer>,
  checksumKind: LayerTable['checksumKind'],
  tree: PathTree,
): { known: Map<string, LayerTable>; kept: Map<string, ReadonlyMap<number, string>> } {
  const known = new Map<string, LayerTable>()
  const kept = new Map<string, ReadonlyMap<number, string>>()
  const budget = { left: 2 * mostDatabaseBytes }
  for (const [diffId, bytes] of entries) {
    const found = decodeEntry(diffId, bytes, { tree, budget }, checksumKind)
    if (found) known.set(diffId, found.table)
    if (found?.contents) kept.set(diffId, found.contents)
  }
  return { known, kept }
}
