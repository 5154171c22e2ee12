import { terminalText } from '../sink/terminal.ts'
import { type OwnerLine, ownerLines, ownersProblem } from './owner-lines.ts'
import type { ReportImage } from './report.ts'
import { sizeRow } from './section-size.ts'
import type { TextContext } from './text-context.ts'
import { plain, textTable } from './text-table.ts'

/** Which packages, caches and directories the difference comes from, or that it is not known and why. */
export function textOwners(image: ReportImage, { width, paint }: TextContext): string[] {
  const problem = ownersProblem(image)
  if (problem !== null) return [`Where it comes from is not known: ${terminalText(problem)}.`]
  const lines = ownerLines(image)
  if (lines.length === 0) return []
  const isAlone = image.change === 'inspected'
  const numbers = isAlone ? ['Size'] : ['Before', 'After', 'Change']
  const head = ['', 'Where it comes from', ...numbers].map(plain)
  const rows = lines.map((line) => {
    const cells = sizeRow(ownerWords(line), line.before, line.after, line.delta)
    // A foreign name never begins a line.
    const shown = isAlone ? [cells[0], cells[2]] : cells.slice(0, head.length - 1)
    return [line.name === null ? '' : line.words, ...shown].map((text) => plain(text ?? ''))
  })
  return textTable([head, ...rows], isAlone ? 'llr' : 'llrrr', width, paint)
}

function ownerWords({ name, versions, words }: OwnerLine): string {
  if (name === null) return words
  const change = versions.length > 0 ? ` ${versions.map(terminalText).join(' → ')}` : ''
  return `${terminalText(name)}${change}`
}
