import { byteDelta, byteRow, bytes, count } from '../format.ts'
import { cell } from '../sink/markdown.ts'
import { type Block, folded, tableBlock } from './block.ts'
import { instructionLine } from './instruction.ts'
import type { ReportImage, ReportLayer } from './report.ts'
import { unknownCell } from './section-size.ts'

/** The layers of both sides, aligned; those that are equal share one row. Without a before side, the after layers. */
export function layerSections(image: ReportImage): readonly Block[] {
  const after = image.after?.layers
  if (!after) return []
  const before = image.before?.layers
  return [image.alignedLayers && before ? alignedTable(image, before, after) : plainTable(after)]
}

type Aligned = NonNullable<ReportImage['alignedLayers']>[number]

function alignedTable(
  image: ReportImage,
  before: readonly ReportLayer[],
  after: readonly ReportLayer[],
): Block {
  const all = image.alignedLayers ?? []
  const same = all.filter((layer) => layer.state === 'same')
  const other = all.filter((layer) => layer.state !== 'same')
  const columns = [
    { title: '' },
    { title: 'Before', right: true },
    { title: 'After', right: true },
    { title: 'Change', right: true },
    { title: 'Instruction' },
  ]
  const rows = [
    ...(same.length > 0 ? [sameRow(same, after)] : []),
    ...other.map((layer) => alignedRow(layer, before, after)),
  ]
  const summary = `Layers: ${before.length} before, ${after.length} after, ${same.length} the same`
  return folded(tableBlock('layers', 80, columns, rows), summary)
}

function sameRow(same: readonly Aligned[], after: readonly ReportLayer[]) {
  const layers = same.flatMap((layer) => (layer.after === null ? [] : (after[layer.after] ?? [])))
  const size = bytes(layers.reduce((sum, layer) => sum + layer.size, 0))
  const base = layers.filter((layer) => layer.base).length
  const all = count(same.length, 'layer')
  const some = base > 0 ? `${all}, ${base} of the base image` : all
  const which = base === same.length ? `${all} of the base image` : some
  return { cells: ['same', size, size, byteDelta(0), which], weight: Number.POSITIVE_INFINITY }
}

function alignedRow(layer: Aligned, before: readonly ReportLayer[], after: readonly ReportLayer[]) {
  const { numbers, shown } = alignedCells(layer, before, after)
  return { cells: [layer.state, ...numbers, instructionCell(shown)], weight: Math.abs(layer.delta) }
}

/** Sizes and difference of an aligned row, never alike where they differ, and the layer whose instruction stands for it. */
export function alignedCells(
  layer: Aligned,
  before: readonly ReportLayer[],
  after: readonly ReportLayer[],
): { readonly numbers: readonly string[]; readonly shown: ReportLayer | undefined } {
  const old = layer.before === null ? undefined : before[layer.before]
  const now = layer.after === null ? undefined : after[layer.after]
  const [first, ...others] = byteRow([old, now].flatMap((side) => (side ? [side.size] : [])))
  const sizes = [old ? first! : unknownCell, now ? (others[0] ?? first!) : unknownCell]
  return { numbers: [...sizes, byteDelta(layer.delta)], shown: now ?? old }
}

function plainTable(layers: readonly ReportLayer[]): Block {
  const rows = layers.map((layer) => ({
    cells: [bytes(layer.size), instructionCell(layer)],
    weight: layer.size,
  }))
  const table = tableBlock('layers', 80, [{ title: 'Size', right: true }, { title: 'Instruction' }], rows)
  return folded(table, `Layers: ${layers.length}`)
}

function instructionCell(layer: ReportLayer | undefined): string {
  const words = layer?.instruction ? cell(instructionLine(layer.instruction)) : 'not recorded'
  return layer?.base ? `base: ${words}` : words
}
