import { bytes, count } from '../format.ts'
import type { WastedBy } from '../inspect/image.ts'
import { fateWords } from '../judge/advice/wasted-causes.ts'
import { cell } from '../sink/markdown.ts'
import { type Block, folded, tableBlock } from './block.ts'
import { instructionLine } from './instruction.ts'
import { lineLink } from './link.ts'
import type { Report, ReportImage } from './report.ts'
import { wastedLines, wastedTitle } from './wasted-lines.ts'

/** Where wasted bytes come from, what hid them and how, when they matter. */
export function wastedSections(image: ReportImage, report: Report): readonly Block[] {
  const lines = wastedLines(image)
  if (lines.length === 0) return []
  const columns = [
    { title: 'Wasted', right: true },
    { title: 'Brought by' },
    { title: 'Hidden by' },
    { title: 'How' },
    { title: 'Largest file' },
  ]
  const rows = lines.map(({ bytes: wasted, row }) => ({
    cells: row ? [bytes(wasted), ...rowCells(row, image, report)] : [bytes(wasted), 'all others', '', '', ''],
    weight: wasted,
  }))
  return [folded(tableBlock('wasted bytes', 65, columns, rows), wastedTitle(image))]
}

function rowCells(
  { layer, by, how, count: files, largest }: WastedBy,
  image: ReportImage,
  report: Report,
): string[] {
  const [first] = largest
  const file = first ? `${cell(first.path)}${files > 1 ? ` and ${count(files - 1, 'other')}` : ''}` : ''
  return [layerCell(layer, image, report), layerCell(by, image, report), fateWords[how], file]
}

function layerCell(index: number, { after }: ReportImage, report: Report): string {
  const layer = after?.layers?.[index]
  if (layer?.base) return 'the base image'
  if (layer && layer.file !== null && layer.line !== null)
    return lineLink(layer.file, layer.line, after?.commit ?? null, report)
  return layer?.instruction ? cell(instructionLine(layer.instruction), 40) : `layer ${index + 1}`
}
