import type { LayerCache } from '../../effects/layer-cache.ts'
import type { Budget } from '../kept-contents.ts'
import type { LayerTable } from '../layer-table.ts'
import type { PathTree } from '../path-tree.ts'
import { contentsSection, packContents, unpackContents } from './contents-section.ts'
import { decodeLayerWith } from './decode-layer.ts'
import { encodeLayerWith } from './encode-layer.ts'

/** A layer as the cache has it. */
export interface CachedLayer {
  readonly table: LayerTable
  /** Contents of files by their entry in the table; null where none were kept, or not all fit the budget. */
  readonly contents: ReadonlyMap<number, string> | null
}

/** By diffID, the bytes of the entries that the cache has, unchecked. */
export async function loadEntries(
  diffIds: readonly string[],
  cache: LayerCache,
): Promise<Map<string, Buffer>> {
  const read = diffIds.map(async (diffId) => [diffId, await cache.read(diffId)] as const)
  return new Map((await Promise.all(read)).flatMap(([diffId, bytes]) => (bytes ? [[diffId, bytes]] : [])))
}

/** The layer of an entry; its contents are taken from the budget. Null for a bad one, or one with checksums of another kind. */
export function decodeEntry(
  diffId: string,
  bytes: Buffer,
  world: { readonly tree: PathTree; readonly budget: Budget },
  checksumKind: LayerTable['checksumKind'],
): CachedLayer | null {
  const found = decodeLayerWith(diffId, bytes, world.tree, unpackContents)
  if (found?.table.checksumKind !== checksumKind) return null
  const { table, more: contents } = found
  if (contents === null) return { table, contents }
  const length = [...contents.values()].reduce((sum, content) => sum + content.length, 0)
  if (length > world.budget.left) return { table, contents: null }
  world.budget.left -= length
  return { table, contents }
}

/** Keeps a layer for the next run. */
export function writeLayer(
  diffId: string,
  { table, contents }: CachedLayer,
  { cache, tree }: { readonly cache: LayerCache; readonly tree: PathTree },
): Promise<void> {
  const sections = new Map(contents && [[contentsSection, packContents(contents)]])
  return cache.write(diffId, encodeLayerWith(diffId, table, tree, sections))
}
