import { byteDelta, bytes, count } from '../format.ts'
import { cell } from '../sink/markdown.ts'
import { type Block, folded, tableBlock } from './block.ts'
import { instructionWords } from './instruction.ts'
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
    { title: 'Difference', right: true },
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

function alignedRow(layer: Aligned, shown: Shown) {
  const old = layer.before === null ? undefined : shown.before[layer.before]
  const now = layer.after === null ? undefined : shown.after[layer.after]
  const size = (side: ReportLayer | undefined) => (side ? bytes(side.size) : unknownCell)
  const line = lineCell(now ?? old, now ? shown.image.after : shown.image.before, shown)
  const cells = [
    layer.state,
    size(old),
    size(now),
    byteDelta(layer.delta),
    ...line,
    instructionCell(now ?? old),
  ]
  return { cells, weight: Math.abs(layer.delta) }
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
  const words = layer?.instruction ? cell(instructionWords(layer.instruction)) : 'not recorded'
  const from = layer?.copyFrom ? ` from ${cell(layer.copyFrom)}` : ''
  return layer?.base ? `base: ${words}` : `${words}${from}`
}
