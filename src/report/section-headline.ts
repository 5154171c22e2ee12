import { byteRow, bytes, count, percent } from '../format.ts'
import { cell, prose } from '../sink/markdown.ts'
import { type Block, textBlock } from './block.ts'
import type { Report, ReportImage, Totals } from './report.ts'
import { tells } from './sentence.ts'
import { verdictSign, verdictWords } from './verdict.ts'

/** What everybody reads: the verdict, the difference and why. */
export function headline(report: Report): Block {
  const [only, ...others] = report.images
  const single = only && others.length === 0
  const title = single ? cell(only.name) : count(report.images.length, 'image')
  const sentence = single
    ? sentenceAndReason(only)
    : `**${prose(totalSentence(report))}** ${prose(report.reason)}`
  return textBlock('headline', 0, `### ${verdictSign[report.verdict]} Image size: ${title}\n\n${sentence}`)
}

/** The sentence of an image and the reason of its verdict, unless the sentence says it already. */
export function sentenceAndReason({ sentence, reason }: Pick<ReportImage, 'sentence' | 'reason'>): string {
  const bold = `**${prose(sentence)}**`
  return tells(sentence, reason) ? bold : `${bold} ${prose(reason)}`
}

/** Verdict and difference over all images, in one sentence. */
export function totalSentence({ verdict, totals }: Pick<Report, 'verdict' | 'totals'>): string {
  return `${verdictWords[verdict]}: ${totalWords(totals)}.`
}

function totalWords({ before, after, delta, percent: share }: Totals): string {
  if (after === null) return 'not every image could be measured'
  if (before === null || delta === null) return `${bytes(after)} in all`
  if (delta === 0) return `unchanged at ${bytes(after)} in all`
  const [from, to] = byteRow([before, after])
  const relative = share === null ? '' : ` (${percent(Math.abs(share))})`
  return `${bytes(Math.abs(delta))} ${delta < 0 ? 'smaller' : 'larger'} in all${relative}, ${from} → ${to}`
}
