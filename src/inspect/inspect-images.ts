import type { EngineAccess } from '../config/config.ts'
import type { Docker, EngineInfo, ImageDetails } from '../effects/docker/docker.ts'
import type { LayerCache } from '../effects/layer-cache.ts'
import type { RunMark } from '../effects/mark.ts'
import { type CachedReading, readWithCache } from './cache/read-with-cache.ts'
import { contentDigests } from './content-digest.ts'
import { describeImage, type ImageHead } from './describe-image.ts'
import type { InspectedImage } from './image.ts'
import type { LayerTable } from './layer-table.ts'
import { chainIds } from './layerdb.ts'
import { MeasureError, measuring } from './measure-error.ts'
import { type OwnersReading, readOwners } from './owners/read-owners.ts'
import { PathTree } from './path-tree.ts'
import type { KnownOfBuild } from './place-own-layers.ts'
import { type Stacked, stack } from './stack.ts'

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
  return measuring(() => inspectBoth(pair, world), world.signal)
}

async function inspectBoth(
  { before, after }: { readonly before: ImageToInspect | null; readonly after: ImageToInspect },
  world: InspectWorld,
): Promise<{ before: InspectedImage | null; after: InspectedImage }> {
  const ids = [...new Set([before?.id ?? after.id, after.id])]
  const images = await Promise.all(ids.map((id) => detailsOf(id, world.docker)))
  const tree = new PathTree()
  const read = await readWithCache(images, { ...world, tree })
  const stacks = images.map(({ diffIds }) => stack(tablesOf(diffIds, read), tree))
  const sources = images.map(({ id, diffIds }, index) => ({
    imageId: id,
    stacked: stacks[index] as Stacked,
    unpacked: chainIds(diffIds).map((chain) => read.reading.unpacked.get(chain) ?? null),
    kept: diffIds.map((diffId) => read.reading.contents.get(diffId) ?? null),
  }))
  const owners = await readOwners(sources, world)
  const contents = contentDigests(read.reading.layers, tree)
  const inspected = async (wanted: ImageToInspect): Promise<InspectedImage> => {
    const at = ids.indexOf(wanted.id)
    const { cached } = read
    const own = { stacked: stacks[at] as Stacked, owners: owners.get(wanted.id) as OwnersReading }
    const known = { ...own, contents, cached }
    return describeImage(await headOf(images[at] as ImageDetails, read, world.docker), wanted, known)
  }
  const afterImage = await inspected(after)
  if (!before) return { before: null, after: afterImage }
  const beforeImage = await inspected(before)
  if (before.id !== after.id) return { before: beforeImage, after: afterImage }
  const image = { ...beforeImage.image, measuredBy: 'same-image' as const }
  return { before: { ...beforeImage, image }, after: afterImage }
}

async function headOf(
  details: ImageDetails,
  { reading, measuredBy, fellBack }: CachedReading,
  docker: Docker,
): Promise<ImageHead> {
  const { id, diffIds, os, architecture, repoDigests } = details
  const { env, entrypoint, cmd, user, workdir } = details.config
  return {
    ...{ id, diffIds, os, architecture, measuredBy, fellBack },
    digest: repoDigests[0]?.split('@')[1] ?? null,
    createdBy: reading.configs.get(id)?.createdBy ?? [],
    download: reading.downloads.get(id) ?? null,
    run: { env, entrypoint, cmd, user, workdir },
    engineSize: { inspect: details.engineSize, list: await docker.images.listedSize(id) },
  }
}

function tablesOf(diffIds: readonly string[], { reading }: CachedReading): LayerTable[] {
  return diffIds.map((diffId) => reading.layers.get(diffId) as LayerTable)
}

async function detailsOf(id: string, docker: Docker): Promise<ImageDetails> {
  const details = await docker.images.inspect(id)
  if (!details) throw new MeasureError(`the engine has no image ${id}`)
  return details
}
