import { bytes } from '../../format.ts'
import type { PlaceBytes } from '../../inspect/notes/places.ts'
import { ignoreFix } from '../fix/ignore-lines.ts'
import { type Advice, type Advised, layerWords, pathsOf } from './advised.ts'

/** History and test data that came into the image: `.git` from anywhere, tests from the build context. */
export function copiedPlaces(advised: Advised): Advice[] {
  const { places } = advised.image.notes
  return places.flatMap((place) => {
    if (place.kind === 'git') return [advice('copied-git', 'the history of git', place, advised)]
    const isCopied = place.kind === 'tests' && copyOf(place, advised)?.copyFrom === null
    return isCopied ? [advice('copied-test-data', 'tests and test data', place, advised)] : []
  })
}

function advice(rule: string, what: string, place: PlaceBytes, advised: Advised): Advice {
  const { side } = advised
  const copy = copyOf(place, advised)
  const fix = copy && side.texts ? ignoreFix(place.path, copy, side.instructions, side.texts) : null
  const remedy = copy?.copyFrom === null ? `name it in ${ignoreName(advised)}` : 'keep it in an earlier stage'
  return {
    rule,
    key: place.path,
    bytes: place.bytes,
    message: `${bytes(place.bytes)} of ${place.path} (${what}) come from ${layerWords(advised, place.layer)}; ${remedy}, unless the program needs it`,
    paths: pathsOf(advised, [place.layer], [place.path]),
    fixes: fix ? [fix] : [],
  }
}

function copyOf({ layer }: PlaceBytes, { image, side }: Advised) {
  const place = image.layers[layer]?.place
  const found = side.instructions.find(({ file, line }) => file === place?.file && line === place.line)
  return found && (found.keyword === 'COPY' || found.keyword === 'ADD') ? found : null
}

function ignoreName({ side }: Advised): string {
  return side.texts?.ignore.file ?? '.dockerignore'
}
