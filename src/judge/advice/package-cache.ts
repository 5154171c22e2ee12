import { bytes } from '../../format.ts'
import type { PlaceBytes } from '../../inspect/notes/places.ts'
import { cacheFix } from '../fix/cache-fix.ts'
import { instructionAt } from '../fix/dockerfile-source.ts'
import { type Advice, type Advised, groupedBy, layerWords, pathsOf } from './advised.ts'

/** What package managers keep to be quicker next time, which never comes in an image. One advice a layer. */
export function packageCache(advised: Advised): Advice[] {
  const caches = advised.image.notes.places.filter(({ kind }) => kind === 'cache')
  return [...groupedBy(caches, ({ layer }) => layer)].map(([layer, of]) => advice(layer, of, advised))
}

function advice(layer: number, places: readonly PlaceBytes[], advised: Advised): Advice {
  const { image, source } = advised
  const total = places.reduce((sum, place) => sum + place.bytes, 0)
  const names = [...new Set(places.map(({ name }) => name))]
  const paths = places.map(({ path }) => path)
  const instruction = instructionAt(source, image.layers[layer]?.place ?? null)
  const fix = source && instruction ? cacheFix(source, instruction, places) : null
  return {
    rule: 'package-cache',
    key: [...names].sort().join(' '),
    bytes: total,
    message: `${bytes(total)} of ${names.join(', ')} stay in the image from ${layerWords(advised, layer)}; remove them in the same instruction, or keep them out of it with RUN --mount=type=cache`,
    paths: pathsOf(advised, [layer], paths),
    fixes: fix ? [fix] : [],
  }
}
