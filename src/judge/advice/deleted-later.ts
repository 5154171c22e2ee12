import { bytes } from '../../format.ts'
import type { WastedBy } from '../../inspect/image.ts'
import { instructionAt } from '../fix/dockerfile-source.ts'
import { mergeRuns } from '../fix/merge-runs.ts'
import { type Advice, type Advised, groupedBy, isOwn, layerWords, pathsOf, topOf } from './advised.ts'

/**
 * Files that one instruction brings and a later one takes away: they ship all the same. One advice for each
 * pair of layers.
 */
export function deletedLater(advised: Advised): Advice[] {
  const rows = advised.image.wastedBy.filter(({ how, layer }) => removed.has(how) && isOwn(advised, layer))
  const pairs = groupedBy(rows, ({ layer, by }) => `${layer} ${by}`)
  return [...pairs.values()].flatMap((pair) => advice(pair, advised))
}

const removed: ReadonlySet<WastedBy['how']> = new Set(['deleted', 'directory', 'opaque', 'replaced'])

function advice(rows: readonly WastedBy[], advised: Advised): Advice[] {
  const [first] = rows
  if (!first) return []
  const { layer, by } = first
  const total = rows.reduce((sum, row) => sum + row.bytes, 0)
  const files = rows
    .flatMap((row) => row.largest)
    .sort((a, b) => b.size - a.size)
    .map(({ path }) => path)
  const from = layerWords(advised, layer)
  const fixes = fixesOf(layer, by, advised)
  const what = `${bytes(total)} that ${from} brings are removed at ${layerWords(advised, by)}, but still ship`
  return [
    {
      rule: 'deleted-later',
      key: topOf(files[0]),
      bytes: total,
      message: `${what}; ${remedy(layer, advised)}`,
      paths: pathsOf(advised, [layer, by], files),
      fixes,
    },
  ]
}

function remedy(layer: number, { image }: Advised): string {
  const isCopied = /^(?:COPY|ADD) /.test(image.layers[layer]?.instruction ?? '')
  return isCopied
    ? 'use them in a RUN with --mount=type=bind, or copy them in an earlier stage'
    : 'remove them in the instruction that makes them'
}

function fixesOf(layer: number, by: number, { image, source }: Advised): Advice['fixes'] {
  const made = instructionAt(source, image.layers[layer]?.place ?? null)
  const removes = instructionAt(source, image.layers[by]?.place ?? null)
  if (!source || !made || !removes) return []
  const fix = mergeRuns(source, made, removes)
  return fix ? [fix] : []
}
