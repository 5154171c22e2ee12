import { sentenceCase } from '../format.ts'
import { cell } from '../sink/markdown.ts'
import { type Block, textBlock } from './block.ts'
import { type CausePart, causeParts, isInBase, restWords } from './cause-words.ts'
import { fileLink } from './link.ts'
import type { Report, ReportImage } from './report.ts'

/** Why the size differs: the first cause as a sentence, further ones as a list below it. */
export function causeSections(image: ReportImage, report: Report): readonly Block[] {
  const [first, ...others] = (image.causes ?? []).map((cause) => {
    return causeParts(cause).map(partText).join('') + placeText(cause, image, report)
  })
  if (first === undefined) return []
  const rest = restWords(image.causesRest)
  const sentence = sentenceCase(first)
  if (others.length === 0) return [textBlock('causes', 10, rest === null ? sentence : `${sentence}; ${rest}`)]
  const items = [...others, ...(rest === null ? [] : [rest])].map((item) => `- ${item}`)
  return [textBlock('causes', 10, [sentence, '', ...items].join('\n'))]
}

function partText(part: CausePart): string {
  return typeof part === 'string' ? part : cell(part.foreign, 40)
}

function placeText(
  cause: NonNullable<ReportImage['causes']>[number],
  image: ReportImage,
  report: Report,
): string {
  const { side, file, line } = cause
  if (file !== null) return ` (${fileLink(file, line, image[side]?.commit ?? null, report)})`
  return isInBase(cause, image) ? ' (base image)' : ''
}
