import type { LayerCache } from '../../effects/layer-cache.ts'
import { contentDigests } from '../content-digest.ts'
import { describeImage } from '../describe-image.ts'
import type { InspectedImage } from '../image.ts'
import type { LayerTable } from '../layer-table.ts'
import { releaseFiles } from '../live-files.ts'
import { mostDatabaseBytes } from '../owners/database-bounds.ts'
import { maybeWanted } from '../owners/maybe-wanted.ts'
import { readOwnersOf } from '../owners/read-owners.ts'
import { wantedFiles } from '../owners/wanted-files.ts'
import type { PathTree } from '../path-tree.ts'
import type { KnownOfBuild } from '../place-own-layers.ts'
import { stack } from '../stack.ts'
import type { FoundImage } from './found-image.ts'
import { type CachedLayers, readCachedLayers } from './read-cached-layers.ts'
import { storedContents } from './stored-contents.ts'
import { type StoredHead, storedHead } from './stored-head.ts'

/** An image that was found without an engine, the platform that was asked for, and what is known of how it was made. */
export interface StoredToInspect extends KnownOfBuild {
  readonly found: FoundImage
  readonly platform: string | null
}

/**
 * Measures images from their stored layers. All are read together: a layer that several have is read once, and
 * their paths are nodes of one tree.
 *
 * Rejects with a `MeasureError` that says why when one of them cannot be read as it should, with what streams reject
 * with, and with the signal's reason.
 */
export async function inspectStored(
  images: readonly StoredToInspect[],
  world: { readonly tree: PathTree; readonly signal: AbortSignal; readonly cache: LayerCache | null },
): Promise<InspectedImage[]> {
  const heads = images.map(({ found, platform }) => storedHead(found.image, platform))
  const wanted = { wants: maybeWanted, budget: { left: mostDatabaseBytes * images.length } }
  const read = await readCachedLayers(
    images.map(({ found }) => found),
    wanted,
    world,
  )
  const contents = contentDigests(new Map([...read.layers].map(([id, { table }]) => [id, table])), world.tree)
  const inspected: InspectedImage[] = []
  for (const [index, image] of images.entries()) {
    inspected.push(await inspectOne(image, heads[index] as StoredHead, { ...read, contents }, world))
  }
  return inspected
}

async function inspectOne(
  { found, ...known }: StoredToInspect,
  head: StoredHead,
  { layers, cached, contents }: CachedLayers & { readonly contents: ReadonlyMap<string, string> },
  { tree, signal }: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<InspectedImage> {
  const tables = head.diffIds.map((diffId) => layers.get(diffId)?.table as LayerTable)
  const stacked = stack(tables, tree)
  const files = storedContents(found.image, { layers, cached }, signal)
  const owners = await readOwnersOf({ stacked, wanted: wantedFiles(stacked) }, files, signal)
  const { measuredBy } = found
  const rest = { measuredBy, fellBack: [], engineSize: null, download: downloadOf(found, layers) }
  const described = describeImage({ ...head, ...rest }, known, { stacked, contents, cached })
  releaseFiles(stacked.files)
  return described(owners)
}

// An archive may hold layers as plain tars, which no registry would hand out so: they are stored as what they hold.
function downloadOf({ image, measuredBy }: FoundImage, layers: CachedLayers['layers']): number | null {
  const real = image.layers.every(({ diffId, blob }) =>
    blob.digest === null ? layers.get(diffId)?.compressed : blob.digest !== diffId,
  )
  return measuredBy === 'registry' || real ? image.download : null
}
