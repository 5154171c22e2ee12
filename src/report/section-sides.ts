import type { SideName } from '../config/config.ts'
import { bytes, count, sentenceCase } from '../format.ts'
import { sideProblem } from '../judge/problem.ts'
import { cell, code, fence, prose } from '../sink/markdown.ts'
import { splitLines } from '../sink/neutralise.ts'
import { type Block, textBlock } from './block.ts'
import { commitLink, fileLink } from './link.ts'
import { createdWords, shortDigest } from './origin.ts'
import type { Report, ReportImage, ReportSide } from './report.ts'

/** Log lines that are shown of a failed build. */
export const mostLogLines = 20

/** Where both sides come from, a line each. */
export function sources(image: ReportImage, report: Report): Block {
  if (image.change === 'inspected') {
    const from = image.after ? `From: ${sourceWords(image.after, report)}.` : ''
    return textBlock('sources', 85, from)
  }
  const sides = [
    image.before ? `Before: ${sourceWords(image.before, report)}.` : 'Before: nothing, the image is new.',
    ...(image.after ? [`After: ${sourceWords(image.after, report)}.`] : []),
  ]
  return textBlock('sources', 85, sides.join('<br>\n'))
}

/** What went wrong on a side: the step, its line, the message and the end of the log. */
export function sideErrors(image: ReportImage, report: Report): readonly Block[] {
  return [
    ...errorBlocks(image.after, image.change === 'inspected' ? 'alone' : 'after', report),
    ...errorBlocks(image.before, 'before', report),
  ]
}

/** The warning that the checkout held more than its commit. */
export function untrackedWarning(image: ReportImage): readonly Block[] {
  const untracked = image.after?.untracked
  if (!untracked || untracked.count === 0) return []
  const { first } = untracked
  const more = untracked.count - first.length
  const names = [...first.map((path) => cell(path)), ...(more > 0 ? [`${more} more`] : [])]
  const what = `${count(untracked.count, 'file')} (${bytes(untracked.bytes)}) beyond the commit`
  const text = `⚠️ **${what}** in the after build context: ${names.join(', ')}. The before image was built without them, so that they can look like growth. Add them to \`.dockerignore\`, or make them on both sides with \`prepare: COMMAND\`.`
  return [textBlock('files beyond the commit', 35, text)]
}

function sourceWords(side: ReportSide, report: Report): string {
  const parts = [
    ...(side.commit ? [commitLink(side.commit, report)] : [cell(side.source)]),
    prose(side.resolvedBy),
    ...(side.createdAt ? [createdWords(side.createdAt, report)] : []),
    ...(side.digest ? [code(shortDigest(side.digest))] : []),
    ...(side.file ? [cell(side.file)] : []),
    ...(side.target ? [`target ${cell(side.target)}`] : []),
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function errorBlocks(side: ReportSide | null, name: SideName | 'alone', report: Report): Block[] {
  const error = side?.error
  if (!side || !error) return []
  const sign = name === 'before' ? '⚠️' : '❔'
  const named = name === 'alone' ? 'build' : name
  const at = error.file ? ` at ${fileLink(error.file, error.line, side.commit, report)}` : ''
  const step = error.step ? `, step ${cell(error.step, 100)}` : ''
  const text = `${sign} **${sentenceCase(sideProblem(side, name))}**${at}${step}: ${cell(error.message, 300)}`
  const lines = error.log === null ? [] : splitLines(error.log.trimEnd()).slice(-mostLogLines)
  const log = `<details open><summary>Last ${count(lines.length, 'line')} of the ${named} log</summary>\n\n${fence(lines)}\n\n</details>`
  return [
    textBlock(`the ${name} error`, 30, text),
    ...(lines.length > 0 ? [textBlock(`the ${name} log`, 55, log)] : []),
  ]
}
