import { bytes, count, sentenceCase } from '../format.ts'
import { sideProblem } from '../judge/problem.ts'
import { splitLines } from '../sink/neutralise.ts'
import { terminalLines, terminalText } from '../sink/terminal.ts'
import type { ReportImage, ReportSide } from './report.ts'

/** Where the sides come from, what went wrong there, and what the checkout held beyond its commit. */
export function textSides(image: ReportImage): string[] {
  const untracked = image.after?.untracked
  return [
    ...sideLines(image.before, 'before'),
    ...sideLines(image.after, 'after'),
    ...(untracked && untracked.count > 0
      ? [
          `Beyond the commit: ${count(untracked.count, 'file')} (${bytes(untracked.bytes)}) in the after build context can look like growth: ${untracked.first.map(terminalText).join(', ')}`,
        ]
      : []),
  ]
}

function sideLines(side: ReportSide | null, name: 'before' | 'after'): string[] {
  if (!side) return []
  const from = [side.source, side.commit?.slice(0, 7), side.resolvedBy, side.file].flatMap((part) =>
    part ? [terminalText(part)] : [],
  )
  const { error, engineSize, size } = side
  const differs = engineSize?.list != null && size !== null && engineSize.list !== size
  const at = error?.file
    ? ` at ${terminalText(error.file)}${error.line === null ? '' : `:${error.line}`}`
    : ''
  return [
    `${sentenceCase(name)}: ${from.join(', ')}`,
    ...(differs
      ? [
          `${sentenceCase(name)}: docker images prints ${bytes(engineSize.list)} here. ${terminalText(engineSize.why)}`,
        ]
      : []),
    ...(error ? [`${sentenceCase(sideProblem(side, name))}${at}: ${terminalText(error.message)}`] : []),
    ...(error?.log ? terminalLines(splitLines(error.log.trimEnd()).slice(-20)) : []),
  ]
}
