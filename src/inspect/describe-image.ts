import { diveNumbers } from './dive-numbers.ts'
import { fileTable } from './file-table.ts'
import { hiddenFiles } from './hidden-files.ts'
import type { Image, InspectedImage, Layer } from './image.ts'
import { instructionOf } from './instruction.ts'
import { notesOf } from './notes/notes.ts'
import type { OwnersReading } from './owners/read-owners.ts'
import { type KnownOfBuild, placeOwnLayers } from './place-own-layers.ts'
import { textOf } from './raw-text.ts'
import type { Stacked } from './stack.ts'

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

/** What is known of an image's layers, read and stacked. */
export interface KnownOfLayers {
  readonly stacked: Stacked
  /** By diffID; see `contentDigests`. */
  readonly contents: ReadonlyMap<string, string>
  /** The diffIDs of layers that came from the cache. */
  readonly cached: ReadonlySet<string>
}

/**
 * Puts together what is known of one image, and of the build that made it. Out: the image once its owners are known,
 * so that all this can be done while their databases are fetched.
 */
export function describeImage(
  { diffIds, createdBy, ...head }: ImageHead,
  known: KnownOfBuild,
  { stacked, contents, cached }: KnownOfLayers,
): (owners: OwnersReading) => InspectedImage {
  const { baseCount, places, linesFrom } = placeOwnLayers(diffIds, createdBy, known)
  const bottom = baseCount ?? 0
  const layers = diffIds.map((diffId, index) => ({
    ...{ diffId, ...bytesOf(stacked, index) },
    contentDigest: contents.get(diffId) ?? null,
    instruction: instructionOf(createdBy[index] ?? null),
    place: places[index] ?? null,
    base: index < bottom,
    cached: cached.has(diffId),
  }))
  const numbers = {
    ...head,
    size: sum(layers, 'size'),
    live: sum(layers, 'live'),
    wasted: sum(layers, 'wasted'),
    fileCount: stacked.fileCount,
    layers,
    baseSize: baseCount === null ? null : sum(layers.slice(0, baseCount), 'size'),
    linesFrom,
  }
  const rest = { wastedBy: wastedBy(stacked), notes: notesOf(stacked, bottom) }
  const files = fileTable(stacked)
  return (owners) => ({
    image: { ...numbers, ...owners, ...rest } satisfies Image,
    files,
    hidden: (matches) => hiddenFiles(stacked, matches),
    dive: () => diveNumbers(stacked),
  })
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

function sum(layers: readonly Layer[], field: 'size' | 'live' | 'wasted'): number {
  return layers.reduce((total, layer) => total + layer[field], 0)
}
