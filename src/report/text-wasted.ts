import { bytes, count } from '../format.ts'
import { fateWords } from '../judge/advice/wasted-causes.ts'
import { terminalText } from '../sink/terminal.ts'
import { instructionLine } from './instruction.ts'
import { lineName } from './link.ts'
import type { ReportImage } from './report.ts'
import type { TextContext } from './text-context.ts'
import { plain, type TextCell, textTable } from './text-table.ts'
import { wastedLines, wastedTitle } from './wasted-lines.ts'

/** Where wasted bytes come from, what hid them and how, when they matter. */
export function textWasted(image: ReportImage, { width, paint }: TextContext): string[] {
  const lines = wastedLines(image)
  if (lines.length === 0) return []
  const head = ['Wasted', 'Brought by', 'Hidden by', 'How', 'Largest file'].map(plain)
  const rows = lines.map(({ bytes: wasted, row }): TextCell[] => {
    if (!row) return [bytes(wasted), 'all others', '', '', ''].map(plain)
    const [first] = row.largest
    const others = row.count > 1 ? ` and ${count(row.count - 1, 'other')}` : ''
    const file = first ? `${terminalText(first.path)}${others}` : ''
    const layers = [layerWords(row.layer, image), layerWords(row.by, image)]
    return [bytes(wasted), ...layers, fateWords[row.how], file].map(plain)
  })
  return [`${wastedTitle(image)}:`, ...textTable([head, ...rows], 'rllll', width, paint)]
}

function layerWords(index: number, { after }: ReportImage): string {
  const layer = after?.layers?.[index]
  if (layer?.base) return 'the base image'
  if (layer && layer.file !== null && layer.line !== null)
    return terminalText(lineName(layer.file, layer.line))
  return layer?.instruction ? terminalText(instructionLine(layer.instruction)) : `layer ${index + 1}`
}
