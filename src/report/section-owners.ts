import { cell, prose } from '../sink/markdown.ts'
import { type Block, tableBlock, textBlock } from './block.ts'
import { type OwnerLine, ownerLines, ownersProblem } from './owner-lines.ts'
import type { ReportImage } from './report.ts'
import { sizeRow } from './section-size.ts'

/** Which packages, caches and directories the difference comes from, or that it is not known and why. */
export function ownerSections(image: ReportImage): readonly Block[] {
  const problem = ownersProblem(image)
  if (problem !== null) {
    return [textBlock('where it comes from', 60, `Where it comes from is not known: ${prose(problem)}.`)]
  }
  const lines = ownerLines(image)
  if (lines.length === 0) return []
  const isAlone = image.change === 'inspected'
  const columns = [
    { title: 'Where it comes from' },
    ...(isAlone ? ['Size'] : ['Before', 'After', 'Change']).map((title) => ({ title, right: true })),
  ]
  const rows = lines.map((line, at) => {
    const title = at === lines.length - 1 ? `**${line.words}**` : ownerCell(line)
    const all = sizeRow(title, line.before, line.after, line.delta)
    const cells = isAlone ? [all[0]!, all[2]!] : all.slice(0, columns.length)
    const weight = Math.abs((isAlone ? line.after : line.delta) ?? 0)
    return { cells, weight: line.name === null ? Number.POSITIVE_INFINITY : weight }
  })
  return [tableBlock('where it comes from', 60, columns, rows)]
}

function ownerCell({ name, versions, words }: OwnerLine): string {
  if (name === null) return words
  const change = versions.length > 0 ? `, ${versions.map((version) => cell(version, 24)).join(' → ')}` : ''
  return `${cell(name, 40)} (${words}${change})`
}
