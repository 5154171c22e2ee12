import type { Verdict } from '../judge/judgement.ts'
import { terminalText } from '../sink/terminal.ts'
import type { Report, ReportImage } from './report.ts'
import { totalSentence } from './section-headline.ts'
import { sizeRow } from './section-size.ts'
import { tells } from './sentence.ts'
import { textAdvice } from './text-advice.ts'
import { textCauses } from './text-causes.ts'
import { textComposition } from './text-composition.ts'
import type { TextContext } from './text-context.ts'
import { textDive } from './text-dive.ts'
import { textOwners } from './text-owners.ts'
import { textProbes } from './text-probes.ts'
import { textFooter, textLayers, textLimits, textSizes } from './text-sections.ts'
import { textEngine, textSides } from './text-sides.ts'
import { painter, plain, type TextCell, type Tone, textTable } from './text-table.ts'
import { textWasted } from './text-wasted.ts'
import { verdictWords } from './verdict.ts'

/** What a terminal can show; `width` in columns. */
export interface TextOptions {
  readonly colour: boolean
  readonly width: number
}

/** The report for a terminal: the same facts as the comment, ending with a line break. */
export function renderText(report: Report, options: TextOptions): string {
  const context = { width: options.width, paint: painter(options.colour) }
  const several = report.images.length > 1
  const parts = [
    ...(several ? [imagesTable(report, context)] : []),
    ...report.images.flatMap((image) => imageParts(image, report, context)),
    textFooter(report),
    [verdictLine(report, several, context), ...(several ? [] : report.images.flatMap(textCauses))],
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const verdictTone = {
  pass: 'good',
  warn: 'doubt',
  fail: 'bad',
  'not-measured': 'doubt',
} as const satisfies Record<Verdict, Tone>

function imagesTable(report: Report, { width, paint }: TextContext): string[] {
  const rows = report.images.map(({ name, verdict, before, after, delta }): TextCell[] => {
    const numbers = sizeRow(terminalText(name), before?.size, after?.size, delta.size, delta.percent)
    return [{ text: verdictWords[verdict], tone: verdictTone[verdict] }, ...numbers.map(plain)]
  })
  const { totals } = report
  const total = sizeRow('all', totals.before, totals.after, totals.delta, totals.percent)
  const head = ['Verdict', 'Image', 'Before', 'After', 'Change', '%'].map(plain)
  return textTable([head, ...rows, [plain(''), ...total.map(plain)]], 'llrrrr', width, paint)
}

function imageParts(image: ReportImage, report: Report, context: TextContext): string[][] {
  const title = `Image ${context.paint(terminalText(image.name), 'strong')}`
  return [
    [title, ...textSizes(image, context)],
    report.images.length > 1 ? textCauses(image) : [],
    textOwners(image, context),
    textComposition(image, context),
    textSides(image, report),
    textProbes(image, context),
    textLimits(image, context),
    textDive(image, context),
    textAdvice(image),
    textWasted(image, context),
    textLayers(image, context),
    textEngine(image),
  ]
}

/** The end of the output, where a terminal's reader looks first, begins with this line. */
function verdictLine(report: Report, several: boolean, { paint }: TextContext): string {
  const [only] = report.images
  const sentence = several || !only ? totalSentence(report) : only.sentence
  const painted = paint(terminalText(sentence), verdictTone[report.verdict])
  return tells(sentence, report.reason) ? painted : `${painted} ${terminalText(report.reason)}`
}
