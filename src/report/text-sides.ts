import type { SideName } from '../config/config.ts'
import { bytes, count, sentenceCase } from '../format.ts'
import { sideProblem } from '../judge/problem.ts'
import { splitLines } from '../sink/neutralise.ts'
import { terminalLines, terminalText } from '../sink/terminal.ts'
import { engineLines, isEngineWorthALine } from './engine-lines.ts'
import { createdWords, shortDigest } from './origin.ts'
import type { Report, ReportImage, ReportSide } from './report.ts'
import { mostLogLines } from './section-sides.ts'

/** Where the sides come from, what went wrong there, and what the checkout held beyond its commit. */
export function textSides(image: ReportImage, report: Report): string[] {
  const untracked = image.after?.untracked
  const isAlone = image.change === 'inspected'
  return [
    ...(isAlone ? [] : [beforeWords(image, report)]),
    ...(image.after ? [`${isAlone ? 'From' : 'After'}: ${sourceWords(image.after, report)}`] : []),
    ...errorLines(image.after, isAlone ? 'alone' : 'after'),
    ...errorLines(image.before, 'before'),
    ...(untracked && untracked.count > 0
      ? [
          `Beyond the commit: ${count(untracked.count, 'file')} (${bytes(untracked.bytes)}) in the after build context can look like growth: ${untracked.first.map(terminalText).join(', ')}`,
        ]
      : []),
  ]
}

/** What `docker images` prints here, where that is another number, and why; which slower way was taken. */
export function textEngine(image: ReportImage): string[] {
  if (!isEngineWorthALine(image)) return []
  return ['What docker images prints here, and why:', ...engineLines(image).map(terminalText)]
}

function beforeWords({ before }: ReportImage, report: Report): string {
  return before ? `Before: ${sourceWords(before, report)}` : 'Before: nothing, the image is new'
}

function sourceWords(side: ReportSide, report: Report): string {
  const { source, commit, resolvedBy, createdAt, digest, file, target } = side
  return [
    source,
    commit?.slice(0, 7),
    resolvedBy,
    createdAt && createdWords(createdAt, report),
    digest && shortDigest(digest),
    // The source `dockerfile:PATH` names it already.
    file && !source.endsWith(file) ? file : null,
    target && `target ${target}`,
  ]
    .flatMap((part) => (part ? [terminalText(part)] : []))
    .join(', ')
}

function errorLines(side: ReportSide | null, name: SideName | 'alone'): string[] {
  const error = side?.error
  if (!error) return []
  const line = error.line === null ? '' : `:${error.line}`
  const at = error.file ? ` at ${terminalText(error.file)}${line}` : ''
  const step = error.step ? `, step ${terminalText(error.step)}` : ''
  return [
    `${sentenceCase(sideProblem(side, name))}${at}${step}: ${terminalText(error.message)}`,
    ...(error.log ? terminalLines(splitLines(error.log.trimEnd()).slice(-mostLogLines)) : []),
  ]
}
