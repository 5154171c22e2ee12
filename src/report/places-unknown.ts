import type { Image } from '../inspect/image.ts'
import type { Unknown } from './report.ts'

/**
 * Why places of layers are not known, by field of the side. Of an instruction that is known, `stage` and `copyFrom` are
 * null where it has none.
 */
export function placesUnknown({ layers, linesFrom }: Image): Unknown {
  const origin: Unknown = linesFrom ? {} : { linesFrom: 'the image was not built here' }
  if (layers.every(({ place }) => place)) return origin
  const why = layers.every(({ place, base }) => place || base)
    ? 'what comes from the base image is on no line of the Dockerfile'
    : "the image's history fits no single instruction of a Dockerfile, or comes from the base image"
  const fields = ['file', 'line', 'stage', 'copyFrom'].map((field) => [`layers.${field}`, why])
  return { ...origin, ...Object.fromEntries(fields) }
}
