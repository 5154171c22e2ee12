import { bytes, count } from '../format.ts'
import type { Finding } from '../judge/judgement.ts'
import { diffFence, prose } from '../sink/markdown.ts'
import { adviceOf, changedLines, fixTitle } from './advice-lines.ts'
import { type Block, folded, tableBlock } from './block.ts'
import { fileLink, lineLink } from './link.ts'
import type { Report, ReportImage } from './report.ts'

/**
 * What would make the image smaller: what this change brought, open; what the before image has too, folded; and
 * the changes that do it, folded, each in a form to read and to copy.
 */
export function adviceSections(image: ReportImage, report: Report): readonly Block[] {
  const { fresh, known } = adviceOf(image)
  const fixed = [...fresh, ...known].filter(({ fixes }) => fixes.length > 0)
  return [
    ...(fresh.length > 0 ? [table(fresh, image, report)] : []),
    ...(known.length > 0
      ? [
          folded(
            table(known, image, report),
            `${count(known.length, 'finding')} that the before image has too`,
          ),
        ]
      : []),
    ...(fixed.length > 0 ? [fixes(fixed, image, report)] : []),
  ]
}

function table(advice: readonly Finding[], { after }: ReportImage, report: Report): Block {
  const rows = advice.map(({ bytes: size, message, paths }) => {
    const at = paths.find(({ line }) => line !== null)
    const link = at && at.line !== null ? lineLink(at.path, at.line, after?.commit ?? null, report) : ''
    return { cells: [bytes(size ?? 0), prose(message), link], weight: size ?? 0 }
  })
  const columns = [
    { title: 'Bytes', right: true },
    { title: 'What would make it smaller' },
    { title: 'Line' },
  ]
  return tableBlock('what would make it smaller', 55, columns, rows)
}

function fixes(advice: readonly Finding[], image: ReportImage, report: Report): Block {
  const rows = advice.map((finding) => ({
    text: `\n${[`**${bytes(finding.bytes ?? 0)}** (${finding.rule})`, ...fixTexts(finding, image, report)].join('\n\n')}`,
    weight: finding.bytes ?? 0,
  }))
  const block = { name: 'changes to make', drop: 75, head: 'Each is a change by itself.', rows, foot: '' }
  return folded(block, `${count(advice.length, 'change')} to the build that would do it`)
}

function fixTexts({ fixes }: Finding, { after }: ReportImage, report: Report): string[] {
  return fixes.flatMap((fix) => [
    `${fixTitle(fix)} ${fileLink(fix.file, fix.line, after?.commit ?? null, report)}:`,
    diffFence(changedLines(fix)),
  ])
}
