import type { LayerInstruction } from '../build/layer-instruction.ts'
import { diveNumbers } from './dive-numbers.ts'
import { countFiles, fileTable } from './file-table.ts'
import { hiddenFiles } from './hidden-files.ts'
import type { Image, InspectedImage, Layer } from './image.ts'
import { instructionOf } from './instruction.ts'
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

/** What an engine, or manifest and configuration, say of an image, and how its layers were read. */
export interface ImageHead
  extends Pick<
    Image,
    'id' | 'digest' | 'os' | 'architecture' | 'run' | 'engineSize' | 'measuredBy' | 'fellBack' | 'download'
  > {
  /** Lowest first. */
  readonly diffIds: readonly string[]
  /** The history's text for each layer; null, or none at all, where it has none. */
  readonly createdBy: readonly (string | null)[]
}

/**
 * Puts together what is known of one image. `baseDiffIds` marks the base layers when the image starts with
 * all of them; the others are looked for among `instructions`.
 */
export function describeImage(
  { diffIds, createdBy, ...head }: ImageHead,
  { baseDiffIds, instructions }: KnownOfImage,
  {
    stacked,
    owners,
    contents,
    cached,
  }: {
    readonly stacked: Stacked
    readonly owners: OwnersReading
    /** By diffID; see `contentDigests`. */
    readonly contents: ReadonlyMap<string, string>
    /** The diffIDs of layers that came from the cache. */
    readonly cached: ReadonlySet<string>
  },
): InspectedImage {
  const baseCount = countBase(diffIds, baseDiffIds)
  const bottom = baseCount ?? 0
  const own = diffIds.map((_, index) => createdBy[index] ?? null).slice(bottom)
  const places = placeLayers(own, instructions, baseCount !== null)
  const layers = diffIds.map((diffId, index) => ({
    ...{ diffId, ...bytesOf(stacked, index) },
    contentDigest: contents.get(diffId) ?? null,
    instruction: instructionOf(createdBy[index] ?? null),
    place: places[index - bottom] ?? null,
    base: index < bottom,
    cached: cached.has(diffId),
  }))
  const image = {
    ...head,
    size: sum(layers, 'size'),
    live: sum(layers, 'live'),
    wasted: sum(layers, 'wasted'),
    fileCount: countFiles(stacked),
    layers,
    baseSize: baseCount === null ? null : sum(layers.slice(0, baseCount), 'size'),
    ...owners,
    wastedBy: wastedBy(stacked),
    notes: notesOf(stacked, bottom),
  } satisfies Image
  return {
    image,
    files: fileTable(stacked),
    hidden: (matches) => hiddenFiles(stacked, matches),
    dive: () => diveNumbers(stacked),
  }
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

function sum(layers: readonly Layer[], field: 'size' | 'live' | 'wasted'): number {
  return layers.reduce((total, layer) => total + layer[field], 0)
}
