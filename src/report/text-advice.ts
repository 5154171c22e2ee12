import type { Finding } from '../judge/judgement.ts'
import { terminalLines, terminalText } from '../sink/terminal.ts'
import { adviceOf, changedLines, fixTitle } from './advice-lines.ts'
import type { ReportImage } from './report.ts'

/** What would make the image smaller, with the changes that do it; what the before image has too comes last. */
export function textAdvice(image: ReportImage): string[] {
  const { fresh, known } = adviceOf(image)
  return [
    ...(fresh.length > 0 ? ['What would make it smaller:', ...fresh.flatMap(adviceLines)] : []),
    ...(known.length > 0 ? ['The before image has these too:', ...known.flatMap(adviceLines)] : []),
  ]
}

function adviceLines({ rule, message, fixes }: Finding): string[] {
  return [`- ${terminalText(message)} (${rule})`, ...fixes.flatMap(fixLines)]
}

function fixLines(fix: Finding['fixes'][number]): string[] {
  const lines = changedLines(fix).map(({ mark, text }) => `${mark} ${text}`)
  return [`  ${fixTitle(fix)} ${terminalText(`${fix.file}:${fix.line}`)}:`, ...terminalLines(lines)]
}
