import { bytes } from '../../format.ts'
import type { WastedBy } from '../../inspect/image.ts'
import { instructionAt } from '../fix/dockerfile-source.ts'
import { mergeRuns } from '../fix/merge-runs.ts'
import { moveIntoCopies } from '../fix/move-flag.ts'
import { type Advice, type Advised, groupedBy, isOwn, layerWords, pathsOf, topOf } from './advised.ts'

/**
 * Files that a later instruction only gives another mode, owner or time: an overlay file system copies each of them
 * whole into its layer. One advice for each such instruction. Files of the base image count too, since
 * their copies are this build's.
 */
export function rewrittenMetadata(advised: Advised): Advice[] {
  const rows = advised.image.wastedBy.filter(({ how, by }) => how === 'metadata' && isOwn(advised, by))
  return [...groupedBy(rows, ({ by }) => by)].map(([by, of]) => advice(by, of, advised))
}

function advice(by: number, rows: readonly WastedBy[], advised: Advised): Advice {
  const total = rows.reduce((sum, row) => sum + row.bytes, 0)
  const files = rows.flatMap(({ largest }) => largest).sort((a, b) => b.size - a.size)
  const layers = rows.map(({ layer }) => layer)
  const from = [...new Set(layers.map((layer) => layerWords(advised, layer)))].slice(0, 3).join(', ')
  const verb = /\bch(?:mod|own|grp)\b|\btouch\b/.exec(advised.image.layers[by]?.instruction ?? '')?.[0]
  const how = verb ? `by ${verb}` : 'with the same content'
  const at = `${how} at ${layerWords(advised, by)}`
  return {
    rule: 'rewritten-metadata',
    key: topOf(files[0]?.path),
    bytes: total,
    message: `${bytes(total)} from ${from} are written once more ${at}; ${remedy(by, rows, advised)}`,
    paths: pathsOf(
      advised,
      [by, ...layers],
      files.map(({ path }) => path),
    ),
    fixes: fixesOf(by, rows, advised),
  }
}

function remedy(by: number, rows: readonly WastedBy[], { image }: Advised): string {
  const copies = (layer: number): boolean => /^(?:COPY|ADD) /.test(image.layers[layer]?.instruction ?? '')
  if (copies(by)) return 'copy only what is not there yet'
  return rows.every(({ layer }) => copies(layer))
    ? 'set mode and owner in the COPY, with --chmod and --chown'
    : 'set mode and owner in the instruction that makes the files'
}

function fixesOf(by: number, rows: readonly WastedBy[], { image, source }: Advised): Advice['fixes'] {
  const run = instructionAt(source, image.layers[by]?.place ?? null)
  const made = rows.map(({ layer }) => instructionAt(source, image.layers[layer]?.place ?? null))
  const known = made.filter((instruction) => instruction !== null)
  if (!source || !run || known.length < rows.length) return []
  // The flag of a COPY is for all of its files.
  const isWhole = rows.every(({ layer, bytes: some }) => some === image.layers[layer]?.size)
  const copies = rows.map(({ count }, at) => ({ instruction: known[at] ?? run, fileCount: count }))
  const moved = isWhole ? moveIntoCopies(source, copies, run) : []
  if (moved.length > 0) return moved
  const [only, ...others] = known
  const fix = only && others.length === 0 ? mergeRuns(source, only, run) : null
  return fix ? [fix] : []
}
