import type { BuiltSide } from '../../build/built.ts'
import { shortenedWords } from '../../format.ts'
import type { Image, Layer } from '../../inspect/image.ts'
import { type DockerfileSource, dockerfileSource } from '../fix/dockerfile-source.ts'
import type { Finding } from '../judgement.ts'

/** An image to advise on, with the Dockerfile that it was built from where there is one. */
export interface Advised {
  readonly image: Image
  readonly side: BuiltSide
  readonly source: DockerfileSource | null
}

/** An advice before it is known whether it is new. `key` tells it from others of the same rule on both sides. */
export interface Advice extends Pick<Finding, 'rule' | 'message' | 'paths' | 'fixes'> {
  readonly bytes: number
  readonly key: string
}

/** Puts together what advising needs of one side. */
export function advised(image: Image, side: BuiltSide): Advised {
  return { image, side, source: dockerfileSource(side) }
}

/**
 * True for a layer that this build made. Where the base image is not known, layers below the first one with a line
 * are taken for its.
 */
export function isOwn({ image }: Advised, index: number): boolean {
  const layer = image.layers[index]
  if (!layer || layer.base) return false
  const firstPlaced = image.layers.findIndex(({ place }) => place !== null)
  return index >= firstPlaced
}

/** Where a layer comes from, in words: `Dockerfile:12`, else its instruction, else its number. May hold foreign words. */
export function layerWords({ image }: Advised, index: number): string {
  const layer = image.layers[index]
  if (layer?.place) return `${layer.place.file.split('/').at(-1)}:${layer.place.line}`
  if (layer?.base) return 'the base image'
  const instruction = layer?.instruction?.replace(/\s+/g, ' ')
  return instruction ? `"${shortenedWords(instruction, 60)}"` : `layer ${index + 1}`
}

/** The lines of layers, then files of the image. */
export function pathsOf(
  { image }: Advised,
  layers: readonly number[],
  files: readonly string[],
): Finding['paths'] {
  const placed = layers.map((index) => image.layers[index]).filter((layer): layer is Layer => !!layer?.place)
  const lines = placed.flatMap(({ place }) => (place ? [{ path: place.file, line: place.line }] : []))
  const unique = lines.filter(
    (one, at) => lines.findIndex(({ path, line }) => path === one.path && line === one.line) === at,
  )
  return [...unique, ...files.slice(0, 5).map((path) => ({ path, line: null }))]
}

/** The top two directories of a path, which stay the same when versions in file names change. */
export function topOf(path: string | undefined): string {
  return path?.split('/').slice(0, 3).join('/') ?? ''
}

/** The items of a list by a key, in the order of their first. */
export function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
