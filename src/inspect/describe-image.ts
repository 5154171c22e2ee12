import type { LayerInstruction } from '../build/layer-instruction.ts'
import type { Docker, ImageDetails } from '../effects/docker/docker.ts'
import { countFiles, fileTable } from './file-table.ts'
import { hiddenFiles } from './hidden-files.ts'
import type { Image, InspectedImage, Layer } from './image.ts'
import { instructionOf } from './instruction.ts'
import type { LadderReading } from './ladder.ts'
import { notesOf } from './notes/notes.ts'
import type { OwnersReading } from './owners/read-owners.ts'
import { placeLayers } from './place-layers.ts'
import { textOf } from './raw-text.ts'
import type { Stacked } from './stack.ts'

/** What the build stage knows of an image: the diffIDs of its base, where known, and its Dockerfile's instructions. */
export interface KnownOfImage {
  readonly baseDiffIds: readonly string[] | null
  readonly instructions: readonly LayerInstruction[]
}

/**
 * Puts together what is known of one image. `baseDiffIds` marks the base layers when the image starts with
 * all of them; the others are looked for among `instructions`. Rejects with an `EngineError` when the engine's own
 * size cannot be asked for.
 */
export async function describeImage(
  details: ImageDetails,
  { baseDiffIds, instructions }: KnownOfImage,
  world: LadderReading & {
    readonly stacked: Stacked
    readonly owners: OwnersReading
    readonly docker: Docker
  },
): Promise<InspectedImage> {
  const { reading, measuredBy, fellBack, stacked, owners, docker } = world
  const createdBy = reading.configs.get(details.id)?.createdBy ?? []
  const baseCount = countBase(details.diffIds, baseDiffIds)
  const bottom = baseCount ?? 0
  const own = details.diffIds.map((_, index) => createdBy[index] ?? null).slice(bottom)
  const places = placeLayers(own, instructions, baseCount !== null)
  const layers = details.diffIds.map((diffId, index) => ({
    ...{ diffId, ...bytesOf(stacked, index) },
    instruction: instructionOf(createdBy[index] ?? null),
    place: places[index - bottom] ?? null,
    base: index < bottom,
  }))
  const image = {
    id: details.id,
    digest: details.repoDigests[0]?.split('@')[1] ?? null,
    os: details.os,
    architecture: details.architecture,
    measuredBy,
    fellBack,
    size: sum(layers, 'size'),
    live: sum(layers, 'live'),
    wasted: sum(layers, 'wasted'),
    fileCount: countFiles(stacked),
    layers,
    baseSize: baseCount === null ? null : sum(layers.slice(0, baseCount), 'size'),
    run: runOf(details),
    engineSize: { inspect: details.engineSize, list: await docker.images.listedSize(details.id) },
    ...owners,
    wastedBy: wastedBy(stacked),
    notes: notesOf(stacked, bottom),
  } satisfies Image
  return { image, files: fileTable(stacked), hidden: (matches) => hiddenFiles(stacked, matches) }
}

function bytesOf({ layers, live, wasted }: Stacked, index: number): Pick<Layer, 'size' | 'live' | 'wasted'> {
  return { size: layers[index]?.size ?? 0, live: live[index] ?? 0, wasted: wasted[index] ?? 0 }
}

function wastedBy({ wastedBy: rows, tree }: Stacked): Image['wastedBy'] {
  return rows.map(({ largest, ...row }) => ({
    ...row,
    largest: largest.map(({ node, size }) => ({ path: textOf(tree.path(node)), size })),
  }))
}

// How many layers come from the base; null when it is unknown or the image does not start with it.
function countBase(diffIds: readonly string[], base: readonly string[] | null): number | null {
  return base?.every((diffId, index) => diffIds[index] === diffId) ? base.length : null
}

function runOf({ config }: ImageDetails): Image['run'] {
  const { env, entrypoint, cmd, user, workdir } = config
  return { env, entrypoint, cmd, user, workdir }
}

function sum(layers: readonly Layer[], field: 'size' | 'live' | 'wasted'): number {
  return layers.reduce((total, layer) => total + layer[field], 0)
}
