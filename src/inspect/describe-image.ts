import type { Docker, ImageDetails } from '../effects/docker/docker.ts'
import { countFiles, fileTable } from './file-table.ts'
import { hiddenFiles } from './hidden-files.ts'
import type { Image, InspectedImage, Layer } from './image.ts'
import { instructionOf } from './instruction.ts'
import type { LadderReading } from './ladder.ts'
import type { OwnersReading } from './owners/read-owners.ts'
import { type KnownOfBuild, placeOwnLayers } from './place-own-layers.ts'
import type { Stacked } from './stack.ts'

/**
 * Puts together what is known of one image, and of the build that made it. Rejects with an `EngineError` when the engine's own
 * size cannot be asked for.
 */
export async function describeImage(
  details: ImageDetails,
  known: KnownOfBuild,
  world: LadderReading & {
    readonly stacked: Stacked
    readonly owners: OwnersReading
    readonly contents: ReadonlyMap<string, string>
    readonly docker: Docker
  },
): Promise<InspectedImage> {
  const { reading, measuredBy, fellBack, stacked, owners, contents, docker } = world
  const createdBy = reading.configs.get(details.id)?.createdBy ?? []
  const { baseCount, places, linesFrom } = placeOwnLayers(details.diffIds, createdBy, known)
  const layers = details.diffIds.map((diffId, index) => ({
    ...{ diffId, ...bytesOf(stacked, index) },
    contentDigest: contents.get(diffId) ?? null,
    instruction: instructionOf(createdBy[index] ?? null),
    place: places[index] ?? null,
    base: index < (baseCount ?? 0),
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
    linesFrom,
    run: runOf(details),
    engineSize: { inspect: details.engineSize, list: await docker.images.listedSize(details.id) },
    ...owners,
  } satisfies Image
  return { image, files: fileTable(stacked), hidden: (matches) => hiddenFiles(stacked, matches) }
}

function bytesOf({ layers, live, wasted }: Stacked, index: number): Pick<Layer, 'size' | 'live' | 'wasted'> {
  return { size: layers[index]?.size ?? 0, live: live[index] ?? 0, wasted: wasted[index] ?? 0 }
}

function runOf({ config }: ImageDetails): Image['run'] {
  const { env, entrypoint, cmd, user, workdir } = config
  return { env, entrypoint, cmd, user, workdir }
}

function sum(layers: readonly Layer[], field: 'size' | 'live' | 'wasted'): number {
  return layers.reduce((total, layer) => total + layer[field], 0)
}
