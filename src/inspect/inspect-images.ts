import type { EngineAccess } from '../config/config.ts'
import type { Docker, EngineInfo, ImageDetails } from '../effects/docker/docker.ts'
import type { LayerCache } from '../effects/layer-cache.ts'
import type { RunMark } from '../effects/mark.ts'
import { type CachedReading, readWithCache } from './cache/read-with-cache.ts'
import { contentDigests } from './content-digest.ts'
import { describeImage } from './describe-image.ts'
import { engineHead, listedSizes } from './engine-head.ts'
import { engineTurn } from './engine-turn.ts'
import type { InspectedImage } from './image.ts'
import type { LayerTable } from './layer-table.ts'
import { chainIds } from './layerdb.ts'
import { releaseFiles } from './live-files.ts'
import { MeasureError, measuring } from './measure-error.ts'
import { type OwnersOfImages, type OwnersReading, readOwners } from './owners/read-owners.ts'
import { usualRoom } from './path-memory.ts'
import { PathTree } from './path-tree.ts'
import type { KnownOfBuild } from './place-own-layers.ts'
import { removingLater } from './removing-later.ts'
import { type Stacked, stackImages } from './stack.ts'
import { unsharedLayers } from './unshared-layers.ts'

/** An image to measure: its ID, and what is known of how it was made. */
export interface ImageToInspect extends KnownOfBuild {
  readonly id: string
}

/** What inspecting needs of the world. */
export interface InspectWorld {
  readonly docker: Docker
  readonly engine: EngineInfo
  /** Whether the engine's own files are read through its socket. */
  readonly access: EngineAccess
  readonly mark: RunMark
  /** Layers that earlier runs read; null for none. */
  readonly cache: LayerCache | null
  /** Ends the reading. */
  readonly signal: AbortSignal
}

/**
 * Measures one image or two. Both are read together, so that shared layers are read once; equal IDs are read
 * once and serve both sides.
 *
 * Rejects with a `MeasureError` whose message says why, when an image is not there, an export is truncated,
 * a layer is not what the engine names, the engine fails or the run's deadline passes: there is never a
 * smaller number instead. An interrupt rejects with the signal's reason.
 */
export async function inspectImages(
  pair: { readonly before: ImageToInspect | null; readonly after: ImageToInspect },
  world: InspectWorld,
): Promise<{ before: InspectedImage | null; after: InspectedImage }> {
  const { docker, idle, removed } = removingLater(world.docker)
  return measuring(async () => {
    const inspected = await inspectBoth(pair, { ...world, docker, idle }).catch(async (error: unknown) => {
      await Promise.allSettled([removed()])
      throw error
    })
    await removed()
    return inspected
  }, world.signal)
}

async function inspectBoth(
  { before, after }: { readonly before: ImageToInspect | null; readonly after: ImageToInspect },
  world: InspectWorld & { readonly idle: () => void },
): Promise<{ before: InspectedImage | null; after: InspectedImage }> {
  const ids = [...new Set([before?.id ?? after.id, after.id])]
  const listed = listedSizes(ids, world.docker)
  const images = await Promise.all(ids.map((id) => detailsOf(id, world.docker)))
  const tree = new PathTree(usualRoom)
  const read = await readWithCache(images, { ...world, tree })
  const stacks = stackImages(
    images.map(({ diffIds }) => tablesOf(diffIds, read)),
    tree,
  )
  const sources = images.map(({ id, diffIds }, index) => ({
    imageId: id,
    stacked: stacks[index] as Stacked,
    unpacked: chainIds(diffIds).map((chain) => read.reading.unpacked.get(chain) ?? null),
    kept: diffIds.map((diffId) => read.reading.contents.get(diffId) ?? null),
  }))
  const owners = readOwners(sources, world)
  try {
    await engineTurn()
    // The databases may all be there: then no other container comes.
    world.idle()
    const contents = contentDigests(unsharedLayers(images, read.reading.layers), tree)
    const described = async (wanted: ImageToInspect): Promise<() => Promise<InspectedImage>> => {
      await engineTurn()
      const at = ids.indexOf(wanted.id)
      const head = engineHead(images[at] as ImageDetails, read, (await listed)[at] ?? null)
      const known = { stacked: stacks[at] as Stacked, contents, cached: read.cached }
      const withOwners = describeImage(head, wanted, known)
      return async () => withOwners((await owners).readings.get(wanted.id) as OwnersReading)
    }
    const [afterImage, beforeImage] = [await described(after), before && (await described(before))]
    for (const { files } of stacks) releaseFiles(files)
    const { contents: found } = await owners
    await read.keep(() => byDiffId(images, found()))
    if (!before || !beforeImage) return { before: null, after: await afterImage() }
    const both = { before: await beforeImage(), after: await afterImage() }
    if (before.id !== after.id) return both
    const image = { ...both.before.image, measuredBy: 'same-image' as const }
    return { ...both, before: { ...both.before, image } }
  } finally {
    // It has a container to remove.
    await Promise.allSettled([owners])
  }
}

function tablesOf(diffIds: readonly string[], { reading }: CachedReading): LayerTable[] {
  return diffIds.map((diffId) => reading.layers.get(diffId) as LayerTable)
}

// What two images share is the same for both.
function byDiffId(
  images: readonly ImageDetails[],
  contents: ReturnType<OwnersOfImages['contents']>,
): Map<string, ReadonlyMap<number, string>> {
  const found = new Map<string, Map<number, string>>()
  for (const { id, diffIds } of images) {
    for (const [index, ofLayer] of (contents.get(id) ?? []).entries()) {
      const diffId = diffIds[index] as string
      found.set(diffId, new Map([...(found.get(diffId) ?? []), ...ofLayer]))
    }
  }
  return found
}

async function detailsOf(id: string, docker: Docker): Promise<ImageDetails> {
  const details = await docker.images.inspect(id)
  if (!details) throw new MeasureError(`the engine has no image ${id}`)
  return details
}
