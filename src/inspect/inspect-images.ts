import type { Docker, EngineInfo, ImageDetails } from '../effects/docker/docker.ts'
import type { RunMark } from '../effects/mark.ts'
import { throwIfInterrupted } from '../effects/stop.ts'
import { describeImage } from './describe-image.ts'
import type { InspectedImage } from './image.ts'
import { readLayers } from './ladder.ts'
import { MeasureError, measureFailure } from './measure-error.ts'
import { type OwnersReading, readOwners } from './owners/read-owners.ts'
import { PathTree } from './path-tree.ts'
import type { Stacked } from './stack.ts'

/** An image to measure: its ID, and the diffIDs of its base image where they are known. */
export interface ImageToInspect {
  readonly id: string
  readonly baseDiffIds: readonly string[] | null
}

/** What inspecting needs of the world. */
export interface InspectWorld {
  readonly docker: Docker
  readonly engine: EngineInfo
  readonly mark: RunMark
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
  try {
    return await inspectBoth(pair, world)
  } catch (error) {
    throwIfInterrupted(world.signal)
    if (error instanceof MeasureError) throw error
    const reason = world.signal.aborted ? String(world.signal.reason.message) : measureFailure(error)
    throw reason === null ? error : new MeasureError(reason, error)
  }
}

async function inspectBoth(
  { before, after }: { readonly before: ImageToInspect | null; readonly after: ImageToInspect },
  world: InspectWorld,
): Promise<{ before: InspectedImage | null; after: InspectedImage }> {
  const ids = [...new Set([before?.id ?? after.id, after.id])]
  const images = await Promise.all(ids.map((id) => detailsOf(id, world.docker)))
  const tree = new PathTree()
  const read = await readLayers(images, { ...world, tree })
  const owners = ownersOnce(world)
  const inspected = async (wanted: ImageToInspect): Promise<InspectedImage> => {
    const details = images[ids.indexOf(wanted.id)] as ImageDetails
    const reader = (stacked: Stacked): Promise<OwnersReading> => owners(wanted.id, stacked)
    return describeImage(details, wanted.baseDiffIds, {
      ...read,
      tree,
      docker: world.docker,
      readOwners: reader,
    })
  }
  if (!before) return { before: null, after: await inspected(after) }
  const [beforeImage, afterImage] = await Promise.all([inspected(before), inspected(after)])
  if (before.id !== after.id) return { before: beforeImage, after: afterImage }
  const image = { ...beforeImage.image, measuredBy: 'same-image' as const }
  return { before: { ...beforeImage, image }, after: afterImage }
}

// Both sides at the same time, and equal images once.
function ownersOnce(world: InspectWorld): (id: string, stacked: Stacked) => Promise<OwnersReading> {
  const readings = new Map<string, Promise<OwnersReading>>()
  return (id, stacked) => {
    const reading = readings.get(id) ?? readOwners(stacked, id, world)
    readings.set(id, reading)
    return reading
  }
}

async function detailsOf(id: string, docker: Docker): Promise<ImageDetails> {
  const details = await docker.images.inspect(id)
  if (!details) throw new MeasureError(`the engine has no image ${id}`)
  return details
}
