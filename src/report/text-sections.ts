import { bytes, count, duration } from '../format.ts'
import { limitName } from '../judge/points.ts'
import { terminalText } from '../sink/terminal.ts'
import { baseLimitNote, baseSentence } from './base-words.ts'
import { instructionLine } from './instruction.ts'
import { lineName } from './link.ts'
import type { Report, ReportImage, ReportLayer } from './report.ts'
import { alignedCells } from './section-layers.ts'
import { labelSource, limitNumbers, needsReason, repairHint } from './section-limits.ts'
import { aloneRows, sizeRows } from './section-size.ts'
import { showsLines } from './shows-lines.ts'
import type { TextContext } from './text-context.ts'
import { plain, type TextCell, textTable } from './text-table.ts'

/** Sizes before and after. */
export function textSizes(image: ReportImage, { width, paint }: TextContext): string[] {
  if (image.change === 'inspected') {
    const rows = aloneRows(image).map((cells) => cells.map(plain))
    return textTable(rows, 'lr', width, paint)
  }
  const head = ['', 'Before', 'After', 'Change', '%'].map(plain)
  const rows = sizeRows(image, null).map((cells) => cells.map(plain))
  const base = baseSentence(image, terminalText)
  return [...textTable([head, ...rows], 'lrrrr', width, paint), ...(base === null ? [] : [base])]
}

/** One line a limit, and below what a line cannot say. */
export function textLimits(image: ReportImage, { width, paint }: TextContext): string[] {
  if (image.limits.length === 0) return []
  const head = ['', 'Limit', 'Allowed', 'Measured', ''].map(plain)
  const rows = image.limits.map((limit): TextCell[] => [
    {
      text: limit.status,
      tone: limit.passed ? 'good' : limit.status === 'crossed' && limit.level === 'fail' ? 'bad' : 'doubt',
    },
    plain(limitName(limit)),
    ...limitNumbers(limit).map(plain),
    plain(needsReason(limit) ? terminalText(limit.reason) : ''),
  ])
  const repair = repairHint(image)
  const base = baseLimitNote(image, { name: terminalText, words: terminalText })
  const notes = [
    ...(base === null ? [] : [base]),
    ...(repair === null ? [] : [repair]),
    ...overrideLine(image),
  ]
  return [...textTable([head, ...rows], 'llrrl', width, paint), ...notes]
}

function overrideLine({ override }: ReportImage): string[] {
  if (!override || override.covers.length === 0) return []
  const by = override.by === null ? '' : `, set by ${terminalText(override.by)},`
  const label = `The label ${terminalText(override.label)}${by}`
  return [`${label} covers ${override.covers.join(', ')}${labelSource(override)}.`]
}

/** The layers that differ, with their lines where some are known; without a before side all of the after image. */
export function textLayers(image: ReportImage, { width, paint }: TextContext): string[] {
  const after = image.after?.layers
  if (!after) return []
  const before = image.before?.layers
  const hasLines = showsLines(image)
  const columns = hasLines ? 'll' : 'l'
  if (!image.alignedLayers || !before) {
    const head = ['Layers', ...(hasLines ? ['Line'] : []), '']
    const rows = after.map((layer) => [
      plain(bytes(layer.size)),
      ...lineCell(layer, hasLines),
      instruction(layer),
    ])
    return textTable([head.map(plain), ...rows], `r${columns}`, width, paint)
  }
  const other = image.alignedLayers.filter((layer) => layer.state !== 'same')
  const rows = other.map((aligned) => {
    const { numbers, layer } = alignedCells(aligned, before, after)
    return [plain(aligned.state), ...numbers.map(plain), ...lineCell(layer, hasLines), instruction(layer)]
  })
  const same = count(image.alignedLayers.length - other.length, 'layer')
  if (other.length === 0) return [`Layers: ${same}, all the same`]
  const titles = ['Layers', 'Before', 'After', 'Change', ...(hasLines ? ['Line'] : []), `${same} the same`]
  return textTable([titles.map(plain), ...rows], `lrrr${columns}`, width, paint)
}

/** Who measured, and how long it took. */
export function textFooter({ tool, engine, timings }: Report): string[] {
  const times = (['buildMs', 'measureMs', 'probeMs'] as const).flatMap((field) => {
    const ms = timings[field]
    return ms === null ? [] : [`${field.replace('Ms', '')} ${duration(ms)}`]
  })
  const on = engine ? [`engine ${engine.version}, ${engine.store} store`] : []
  return [[`${tool.name} ${tool.version}`, ...on, ...times].map(terminalText).join(', ')]
}

function lineCell(layer: ReportLayer | undefined, hasLines: boolean): TextCell[] {
  if (!hasLines) return []
  const known = layer && layer.file !== null && layer.line !== null
  return [plain(known ? terminalText(lineName(layer.file, layer.line)) : '')]
}

function instruction(layer: ReportLayer | undefined): TextCell {
  const words = layer?.instruction ? terminalText(instructionLine(layer.instruction)) : 'not recorded'
  const from = layer?.copyFrom ? ` from ${terminalText(layer.copyFrom)}` : ''
  return plain(layer?.base ? `base: ${words}` : `${words}${from}`)
}
