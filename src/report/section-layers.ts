import { byteDelta, byteRow, bytes, count } from '../format.ts'
import { cell } from '../sink/markdown.ts'
import { type Block, folded, tableBlock } from './block.ts'
import { instructionLine } from './instruction.ts'
import { lineLink } from './link.ts'
import type { Report, ReportImage, ReportLayer } from './report.ts'
import { unknownCell } from './section-size.ts'
import { showsLines } from './shows-lines.ts'

/**
 * The layers of both sides, aligned, with the lines that made them; those that are equal share one row. Without a
 * before side, the after layers.
 */
export function layerSections(image: ReportImage, report: Report): readonly Block[] {
  const after = image.after?.layers
  if (!after) return []
  const before = image.before?.layers ?? []
  const shown = { image, before, after, report, hasLines: showsLines(image) }
  return [image.alignedLayers && image.before?.layers ? alignedTable(shown) : plainTable(shown)]
}

type Aligned = NonNullable<ReportImage['alignedLayers']>[number]

/** What the rows have in common. `hasLines`: there is a column of lines. */
interface Shown {
  readonly image: ReportImage
  readonly before: readonly ReportLayer[]
  readonly after: readonly ReportLayer[]
  readonly report: Report
  readonly hasLines: boolean
}

function alignedTable(shown: Shown): Block {
  const { before, after } = shown
  const all = shown.image.alignedLayers ?? []
  const same = all.filter((layer) => layer.state === 'same')
  const other = all.filter((layer) => layer.state !== 'same')
  const columns = [
    { title: '' },
    { title: 'Before', right: true },
    { title: 'After', right: true },
    { title: 'Change', right: true },
    ...lineColumn(shown),
    { title: 'Instruction' },
  ]
  const rows = [
    ...(same.length > 0 ? [sameRow(same, shown)] : []),
    ...other.map((layer) => alignedRow(layer, shown)),
  ]
  const summary = `Layers: ${before.length} before, ${after.length} after, ${same.length} the same`
  return folded(tableBlock('layers', 80, columns, rows), summary)
}

function sameRow(same: readonly Aligned[], { after, hasLines }: Shown) {
  const layers = same.flatMap((layer) => (layer.after === null ? [] : (after[layer.after] ?? [])))
  const size = bytes(layers.reduce((sum, layer) => sum + layer.size, 0))
  const base = layers.filter((layer) => layer.base).length
  const all = count(same.length, 'layer')
  const some = base > 0 ? `${all}, ${base} of the base image` : all
  const which = base === same.length ? `${all} of the base image` : some
  const cells = ['same', size, size, byteDelta(0), ...(hasLines ? [''] : []), which]
  return { cells, weight: Number.POSITIVE_INFINITY }
}

function alignedRow(aligned: Aligned, shown: Shown) {
  const { numbers, layer } = alignedCells(aligned, shown.before, shown.after)
  const side = aligned.after === null ? shown.image.before : shown.image.after
  const cells = [aligned.state, ...numbers, ...lineCell(layer, side, shown), instructionCell(layer)]
  return { cells, weight: Math.abs(aligned.delta) }
}

/** Sizes and difference of an aligned row, never alike where they differ, and the layer that stands for it. */
export function alignedCells(
  aligned: Aligned,
  before: readonly ReportLayer[],
  after: readonly ReportLayer[],
): { readonly numbers: readonly string[]; readonly layer: ReportLayer | undefined } {
  const old = aligned.before === null ? undefined : before[aligned.before]
  const now = aligned.after === null ? undefined : after[aligned.after]
  const [first, ...others] = byteRow([old, now].flatMap((side) => (side ? [side.size] : [])))
  const sizes = [old ? first! : unknownCell, now ? (others[0] ?? first!) : unknownCell]
  return { numbers: [...sizes, byteDelta(aligned.delta)], layer: now ?? old }
}

function plainTable(shown: Shown): Block {
  const rows = shown.after.map((layer) => ({
    cells: [bytes(layer.size), ...lineCell(layer, shown.image.after, shown), instructionCell(layer)],
    weight: layer.size,
  }))
  const columns = [{ title: 'Size', right: true }, ...lineColumn(shown), { title: 'Instruction' }]
  return folded(tableBlock('layers', 80, columns, rows), `Layers: ${shown.after.length}`)
}

function lineColumn({ hasLines }: Shown): { title: string }[] {
  return hasLines ? [{ title: 'Line' }] : []
}

function lineCell(
  layer: ReportLayer | undefined,
  side: ReportImage['after'],
  { report, hasLines }: Shown,
): string[] {
  if (!hasLines) return []
  if (!layer || layer.file === null || layer.line === null) return ['']
  return [lineLink(layer.file, layer.line, side?.commit ?? null, report)]
}

function instructionCell(layer: ReportLayer | undefined): string {
  const words = layer?.instruction ? cell(instructionLine(layer.instruction)) : 'not recorded'
  const from = layer?.copyFrom ? ` from ${cell(layer.copyFrom)}` : ''
  return layer?.base ? `base: ${words}` : `${words}${from}`
}
