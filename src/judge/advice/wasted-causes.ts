import type { BuiltSide } from '../../build/built.ts'
import { bytes } from '../../format.ts'
import type { Image, WastedBy } from '../../inspect/image.ts'
import type { Finding } from '../judgement.ts'
import { type Advised, advised, layerWords, pathsOf } from './advised.ts'

/** How a fate is said: `20 MB of Dockerfile:3 deleted at Dockerfile:5`. */
export const fateWords = {
  overwritten: 'overwritten',
  metadata: 'rewritten with the same content',
  deleted: 'deleted',
  directory: 'deleted with their directory',
  opaque: 'hidden by a new directory',
  replaced: 'replaced by something of another type',
} as const satisfies Record<WastedBy['how'], string>

/** What wastes the most bytes of an image: in words, and the lines to look at. Empty where nothing is wasted. */
export function wastedCauses(image: Image, side: BuiltSide): { words: string; paths: Finding['paths'] } {
  const known = advised(image, side)
  const rows = image.wastedBy.slice(0, 3)
  return {
    words: rows.map((row) => rowWords(row, known)).join('; '),
    paths: pathsOf(
      known,
      rows.flatMap(({ layer, by }) => [layer, by]),
      [],
    ),
  }
}

function rowWords({ layer, by, how, bytes: wasted }: WastedBy, known: Advised): string {
  return `${bytes(wasted)} of ${layerWords(known, layer)} ${fateWords[how]} at ${layerWords(known, by)}`
}
