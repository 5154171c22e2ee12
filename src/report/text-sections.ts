import { byteDelta, bytes, count, duration, sentenceCase } from '../format.ts'
import { sideProblem } from '../judge/problem.ts'
import { shortened } from '../sink/markdown.ts'
import { splitLines } from '../sink/neutralise.ts'
import { terminalLines, terminalText } from '../sink/terminal.ts'
import { instructionWords } from './instruction.ts'
import { probeWords } from './probe-words.ts'
import type { Report, ReportImage, ReportLayer, ReportProbe, ReportSide } from './report.ts'
import { limitNumbers } from './section-limits.ts'
import { kindWords, outputLines } from './section-probes.ts'
import { sizeRows, unknownCell } from './section-size.ts'
import type { TextContext } from './text.ts'
import { plain, type TextCell, type Tone, textTable } from './text-table.ts'

/** Sizes before and after. */
export function textSizes(image: ReportImage, { width, paint }: TextContext): string[] {
  const head = ['', 'Before', 'After', 'Difference', '%'].map(plain)
  const rows = sizeRows(image).map((cells) => cells.map(plain))
  return textTable([head, ...rows], 'lrrrr', width, paint)
}

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

/** One line a probe, and below those that failed why. */
export function textProbes(image: ReportImage, { width, paint }: TextContext): string[] {
  const judged = image.probes.filter((probe) => !probe.informational)
  if (judged.length === 0) return []
  const twins = new Map(image.probes.filter((probe) => probe.informational).map((probe) => [probe.id, probe]))
  const rows = judged.map((probe): TextCell[] => [
    probeMark(probe),
    plain(`${kindWords[probe.kind]} ${terminalText(probe.name)}`),
    ...(twins.size > 0 ? [plain(wordsOf(twins.get(probe.id)))] : []),
    plain(wordsOf(probe)),
  ])
  const head = ['', 'Probe', ...(twins.size > 0 ? ['Before'] : []), 'After'].map(plain)
  return [
    ...textTable([head, ...rows], twins.size > 0 ? 'llll' : 'lll', width, paint),
    ...judged.flatMap(problemLines),
  ]
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
    plain(terminalText(limit.level === 'warn' ? `warn-${limit.name}` : limit.name)),
    ...limitNumbers(limit).map(plain),
    plain(limit.status === 'met' || limit.status === 'crossed' ? '' : terminalText(limit.reason)),
  ])
  const { override } = image
  const covered =
    override && override.covers.length > 0
      ? [`The label ${terminalText(override.label)} covers ${override.covers.join(', ')}.`]
      : []
  return [...textTable([head, ...rows], 'llrrl', width, paint), ...covered]
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
    const old = layer.before === null ? undefined : before[layer.before]
    const now = layer.after === null ? undefined : after[layer.after]
    const sizes = [old, now].map((side) => (side ? bytes(side.size) : unknownCell))
    return [plain(layer.state), ...sizes.map(plain), plain(byteDelta(layer.delta)), instruction(now ?? old)]
  })
  const same = count(image.alignedLayers.length - other.length, 'layer')
  const head = ['Layers', 'Before', 'After', 'Difference', `${same} the same`].map(plain)
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

function probeMark(probe: ReportProbe): TextCell {
  const marks = {
    pass: ['ok', 'good'],
    fail: ['FAILED', 'bad'],
    error: ['unknown', 'doubt'],
    skipped: ['skipped', 'plain'],
  } as const satisfies Record<ReportProbe['status'], readonly [string, Tone]>
  const [text, tone] = marks[probe.status]
  return { text, tone }
}

function wordsOf(probe: ReportProbe | undefined): string {
  if (!probe) return unknownCell
  const { own, foreign } = probeWords(probe)
  return foreign === null ? own : shortened(terminalText(foreign), 32)
}

function problemLines(probe: ReportProbe): string[] {
  if (probe.status === 'pass' || probe.status === 'skipped') return []
  const where = probe.matches.slice(0, 3).map((match) => terminalText(match.path))
  const found = where.length > 0 ? ` (${where.join(', ')})` : ''
  return [
    `${kindWords[probe.kind]} ${terminalText(probe.name)}: ${terminalText(probe.reason)}${found}`,
    ...terminalLines(outputLines(probe)),
  ]
}

function instruction(layer: ReportLayer | undefined): TextCell {
  const words = layer?.instruction ? terminalText(instructionWords(layer.instruction)) : 'not recorded'
  return plain(layer?.base ? `base: ${words}` : words)
}
