import { shortened } from '../sink/markdown.ts'
import { terminalText } from '../sink/terminal.ts'
import { type CausePart, causeParts, isInBase, restWords } from './cause-words.ts'
import type { ReportImage } from './report.ts'

/** Why the size differs, a line for each cause; each begins with words of our own. */
export function textCauses(image: ReportImage): string[] {
  const causes = (image.causes ?? []).map((cause) => {
    const { file, line } = cause
    const base = isInBase(cause, image) ? ' (base image)' : ''
    const place = file === null ? base : ` (${foreign(line === null ? file : `${file}:${line}`)})`
    return causeParts(cause).map(partText).join('') + place
  })
  const rest = restWords(image.causesRest)
  return [...causes, ...(rest === null ? [] : [rest])].map(
    (words, at) => `${at === 0 ? 'Why: ' : 'also:'} ${words}`,
  )
}

function partText(part: CausePart): string {
  return typeof part === 'string' ? part : foreign(part.foreign)
}

function foreign(text: string): string {
  return terminalText(shortened(text, mostCharacters))
}

const mostCharacters = 100
