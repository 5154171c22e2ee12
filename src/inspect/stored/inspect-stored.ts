import { contentDigests } from '../content-digest.ts'
import { describeImage, type KnownOfImage } from '../describe-image.ts'
import type { InspectedImage } from '../image.ts'
import type { ReadLayer } from '../layer-blob.ts'
import type { LayerTable } from '../layer-table.ts'
import { mostBytes } from '../owners/read-databases.ts'
import { readOwnersOf } from '../owners/read-owners.ts'
import { maybeWanted, wantedFiles } from '../owners/wanted-files.ts'
import type { PathTree } from '../path-tree.ts'
import { stack } from '../stack.ts'
import type { FoundImage } from './found-image.ts'
import { readStoredLayers } from './read-stored-layers.ts'
import { storedContents } from './stored-contents.ts'
import { type StoredHead, storedHead } from './stored-head.ts'

/** An image that was found without an engine, the platform that was asked for, and what is known of how it was made. */
export interface StoredToInspect extends KnownOfImage {
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
  world: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<InspectedImage[]> {
  const heads = images.map(({ found, platform }) => storedHead(found.image, platform))
  const wanted = { wants: maybeWanted, budget: { left: mostBytes * images.length } }
  const layers = await readStoredLayers(
    images.map(({ found }) => found),
    wanted,
    world,
  )
  const contents = contentDigests(new Map([...layers].map(([id, { table }]) => [id, table])), world.tree)
  const inspected: InspectedImage[] = []
  for (const [index, image] of images.entries()) {
    inspected.push(await inspectOne(image, heads[index] as StoredHead, { layers, contents }, world))
  }
  return inspected
}

async function inspectOne(
  { found, ...known }: StoredToInspect,
  head: StoredHead,
  {
    layers,
    contents,
  }: {
    readonly layers: ReadonlyMap<string, ReadLayer>
    readonly contents: ReadonlyMap<string, string>
  },
  { tree, signal }: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<InspectedImage> {
  const tables = head.diffIds.map((diffId) => layers.get(diffId)?.table as LayerTable)
  const stacked = stack(tables, tree)
  const files = storedContents(found.image, layers, signal)
  const owners = await readOwnersOf({ stacked, wanted: wantedFiles(stacked) }, files, signal)
  const { measuredBy } = found
  const rest = { measuredBy, fellBack: [], engineSize: null, download: downloadOf(found, layers) }
  return describeImage({ ...head, ...rest }, known, { stacked, owners, contents })
}

// An archive may hold layers as plain tars, which no registry would hand out so.
function downloadOf(
  { image, measuredBy }: FoundImage,
  layers: ReadonlyMap<string, ReadLayer>,
): number | null {
  const real = image.layers.every(({ diffId }) => layers.get(diffId)?.compressed)
  return measuredBy === 'registry' || real ? image.download : null
}
