import { bytes, percent } from '../../format.ts'
import { type Advice, type Advised, isOwn, layerWords, pathsOf } from './advised.ts'

/** Least bytes of a file that dominates, and its least share of the bytes that this build adds. */
const leastBytes = 10_000_000
const leastShare = 0.25

/** Single files that make up much of what this build adds to its base image. */
export function dominantFile(advised: Advised): Advice[] {
  const { layers, notes } = advised.image
  const own = layers.reduce((sum, { size }, index) => sum + (isOwn(advised, index) ? size : 0), 0)
  const large = notes.largest.filter(({ size }) => size > leastBytes && size > own * leastShare)
  return large.map(({ path, layer, size }) => ({
    rule: 'dominant-file',
    key: path,
    bytes: size,
    message: `${path} from ${layerWords(advised, layer)} has ${bytes(size)}, ${percent((size / own) * 100)} of what this build adds to its base image`,
    paths: pathsOf(advised, [layer], [path]),
    fixes: [],
  }))
}
