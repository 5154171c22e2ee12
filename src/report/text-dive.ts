import { diveNote, diveRows } from './dive-words.ts'
import type { ReportImage } from './report.ts'
import type { TextContext } from './text-context.ts'
import { plain, type TextCell, textTable } from './text-table.ts'

/** The rules of a `.dive-ci` file with dive's numbers beside ours, and why they differ. */
export function textDive(image: ReportImage, { width, paint }: TextContext): string[] {
  const { dive } = image
  if (!dive || dive.rules.length === 0) return []
  const head = ['', `Rule of ${dive.file}`, 'Allowed', 'dive', 'Measured here'].map(plain)
  const rows = diveRows(image).map((cells, index): TextCell[] => {
    const passed = dive.rules[index]?.passed === true
    return [{ text: passed ? 'met' : 'crossed', tone: passed ? 'good' : 'bad' }, ...cells.map(plain)]
  })
  return [...textTable([head, ...rows], 'llrrr', width, paint), diveNote]
}
