import { bytes, count, duration } from '../format.ts'
import { limitName } from '../judge/points.ts'
import { terminalText } from '../sink/terminal.ts'
import { instructionLine } from './instruction.ts'
import type { Report, ReportImage, ReportLayer } from './report.ts'
import { alignedCells } from './section-layers.ts'
import { labelSource, limitNumbers, needsReason, repairHint } from './section-limits.ts'
import { sizeRows } from './section-size.ts'
import type { TextContext } from './text-context.ts'
import { plain, type TextCell, textTable } from './text-table.ts'

/** Sizes before and after. */
export function textSizes(image: ReportImage, { width, paint }: TextContext): string[] {
  const head = ['', 'Before', 'After', 'Change', '%'].map(plain)
  const rows = sizeRows(image).map((cells) => cells.map(plain))
  return textTable([head, ...rows], 'lrrrr', width, paint)
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
  const notes = [...(repair === null ? [] : [repair]), ...overrideLine(image)]
  return [...textTable([head, ...rows], 'llrrl', width, paint), ...notes]
}

function overrideLine({ override }: ReportImage): string[] {
  if (!override || override.covers.length === 0) return []
  const by = override.by === null ? '' : `, set by ${terminalText(override.by)},`
  const label = `The label ${terminalText(override.label)}${by}`
  return [`${label} covers ${override.covers.join(', ')}${labelSource(override)}.`]
}

/** The layers that differ; without a before side all of the after image. */
export function textLayers(image: ReportImage, { width, paint }: TextContext): string[] {
  const after = image.after?.layers
  if (!after) return []
  const before = image.before?.layers
  if (!image.alignedLayers || !before) {
    const rows = after.map((layer) => [plain('layer'), plain(bytes(layer.size)), instruction(layer)])
    return textTable(rows, 'lrl', width, paint)
  }
  const other = image.alignedLayers.filter((layer) => layer.state !== 'same')
  const rows = other.map((layer) => {
    const { numbers, shown } = alignedCells(layer, before, after)
    return [plain(layer.state), ...numbers.map(plain), instruction(shown)]
  })
  const same = count(image.alignedLayers.length - other.length, 'layer')
  const head = ['Layers', 'Before', 'After', 'Change', `${same} the same`].map(plain)
  return textTable([head, ...rows], 'lrrrl', width, paint)
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

function instruction(layer: ReportLayer | undefined): TextCell {
  const words = layer?.instruction ? terminalText(instructionLine(layer.instruction)) : 'not recorded'
  return plain(layer?.base ? `base: ${words}` : words)
}
