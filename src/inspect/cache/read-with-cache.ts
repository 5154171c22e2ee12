import type { LayerCache } from '../../effects/layer-cache.ts'
import { once } from '../../once.ts'
import { nothingKnown } from '../known-layers.ts'
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

/** Contents of files, by the diffID of their layer and their entry in its table. */
type Contents = ReadonlyMap<string, ReadonlyMap<number, string>>

/** What was read, and which layers of it were not, by diffID: they came from the cache. */
export interface CachedReading extends LadderReading {
  readonly cached: ReadonlySet<string>
  /**
   * Keeps what had to be read for the next run, with the contents that came along; `found` are contents that were
   * fetched since.
   */
  keep(found: Contents): Promise<void>
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
  const entries = await load(diffIds, cache)
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
  const keep = async (found: Contents): Promise<void> => {
    for (const diffId of diffIds) {
      const [layer, own, more] = [layers.get(diffId), contents.get(diffId), found.get(diffId)]
      if (!layer || (cached.has(diffId) && !adds(own, more))) continue
      const sections = sectionsOf(more ? new Map([...(own ?? []), ...more]) : own)
      await cache.write(diffId, encodeLayerWith(diffId, layer, tree, sections))
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

// Contents cost a container and its requests to read again.
function sectionsOf(contents: ReadonlyMap<number, string> | undefined): Sections {
  return new Map(contents && [[contentsSection, packContents(contents)]])
}

// By diffID, the entries that the cache has.
async function load(diffIds: readonly string[], cache: LayerCache): Promise<Map<string, Buffer>> {
  const read = diffIds.map(async (diffId) => [diffId, await cache.read(diffId)] as const)
  return new Map((await Promise.all(read)).flatMap(([diffId, bytes]) => (bytes ? [[diffId, bytes]] : [])))
}

function decodeAll(
  entries: ReadonlyMap<string, Buffer>,
  checksumKind: LayerTable['checksumKind'],
  tree: PathTree,
): { known: Map<string, LayerTable>; kept: Map<string, ReadonlyMap<number, string>> } {
  const known = new Map<string, LayerTable>()
  const kept = new Map<string, ReadonlyMap<number, string>>()
  let left = 2 * mostDatabaseBytes
  for (const [diffId, bytes] of entries) {
    const found = decodeLayerWith(diffId, bytes, tree, unpackContents)
    if (found?.table.checksumKind !== checksumKind) continue
    known.set(diffId, found.table)
    const length = [...(found.more?.values() ?? [])].reduce((sum, content) => sum + content.length, 0)
    if (!found.more || length > left) continue
    left -= length
    kept.set(diffId, found.more)
  }
  return { known, kept }
}
