import { code } from '../sink/markdown.ts'
import { type Block, tableBlock, textBlock } from './block.ts'
import { diveNote, diveRows } from './dive-words.ts'
import type { ReportImage } from './report.ts'

/** The rules of a `.dive-ci` file with dive's numbers beside ours, and why they differ. */
export function diveSections(image: ReportImage): readonly Block[] {
  const { dive } = image
  if (!dive || dive.rules.length === 0) return []
  const columns = [
    { title: '' },
    { title: `Rule of ${code(dive.file)}` },
    { title: 'Allowed', right: true },
    { title: 'dive', right: true },
    { title: 'Measured here', right: true },
  ]
  const rows = diveRows(image).map(([name, ...numbers], index) => {
    const passed = dive.rules[index]?.passed === true
    return { cells: [passed ? '✅' : '❌', code(name), ...numbers], weight: passed ? 0 : 1 }
  })
  return [tableBlock('rules of dive', 40, columns, rows), textBlock('notes on dive', 50, diveNote)]
}
