import { byteRow, percentRow } from '../format.ts'
import type { LimitResult, Override } from '../judge/judgement.ts'
import { isRelative } from '../judge/limits.ts'
import { limitName } from '../judge/points.ts'
import { cell, code, prose } from '../sink/markdown.ts'
import { baseLimitNote } from './base-words.ts'
import { type Block, tableBlock, textBlock } from './block.ts'
import type { Report, ReportImage } from './report.ts'
import { unknownCell } from './section-size.ts'

/** One row a limit; below it what a row cannot say: why it was not measured, what an override covers, who set it. */
export function limitSections(image: ReportImage, report: Report): readonly Block[] {
  if (image.limits.length === 0) return []
  const columns = [
    { title: '' },
    { title: 'Limit' },
    { title: 'Allowed', right: true },
    { title: 'Measured', right: true },
  ]
  const rows = image.limits.map((limit) => ({
    cells: [limitSign(limit), limitWords(limit), ...limitNumbers(limit)],
    weight: limit.status === 'met' ? 0 : 1,
  }))
  const told = new Set(image.after?.error ? [] : image.limits.flatMap(limitNote))
  const repair = repairHint(image)
  const base = baseLimitNote(image, { name: code, words: prose })
  const notes = [
    ...told,
    ...(base === null ? [] : [base]),
    ...(repair === null ? [] : [repair.replace('override-label', code)]),
    ...overrideNote(image),
    originNote(image.limits, report),
  ]
  return [tableBlock('limits', 40, columns, rows), textBlock('notes on limits', 50, notes.join('<br>\n'))]
}

/** The sign of a limit's row: that of the verdict it leads to. */
function limitSign({ status, level }: LimitResult): string {
  if (status === 'met') return '✅'
  if (status === 'crossed') return level === 'fail' ? '❌' : '⚠️'
  return { 'not-measured': '❔', 'not-applicable': '➖', covered: '⚠️' }[status]
}

/** Allowed and measured, such that they never print alike when they differ. */
export function limitNumbers({ unit, limit, actual }: LimitResult): [string, string] {
  const words = (values: readonly number[]) => (unit === 'bytes' ? byteRow(values) : percentRow(values))
  if (actual === null) return [words([limit])[0]!, unknownCell]
  const [allowed, measured] = words([limit, actual])
  return [allowed!, measured!]
}

function limitWords(limit: LimitResult): string {
  return code(limitName(limit))
}

/** True where the numbers of a row do not explain its status, so that the reason has to be told. */
export function needsReason({ status, name, actual, limit }: LimitResult): boolean {
  const isExcused = status === 'met' && name === 'max-increase' && (actual ?? 0) > limit
  return isExcused || (status !== 'met' && status !== 'crossed')
}

function limitNote(limit: LimitResult): string[] {
  if (!needsReason(limit)) return []
  return [
    `${limitSign(limit)} ${limitWords(limit)} ${limit.status.replace('-', ' ')}: ${prose(limit.reason)}.`,
  ]
}

/** How a pull request that repairs the before side gets past it; null where it need not. */
export function repairHint({ before, after, limits }: ReportImage): string | null {
  const stage = before?.error?.stage
  const stuck = limits.some((limit) => isRelative(limit) && limit.status === 'not-measured')
  if ((stage !== 'build' && stage !== 'prepare') || !after || after.error || !stuck) return null
  return 'If this change repairs the build, the label that override-label names turns this into a warning.'
}

/** Which labels were looked at; nothing for the usual case, the live ones. */
export function labelSource({ source }: Pick<Override, 'source'>): string {
  return source === 'live' ? '' : ' (labels as they were when the event came)'
}

function overrideNote({ override }: ReportImage): string[] {
  if (!override || override.covers.length === 0) return []
  const by = override.by === null ? '' : `, set by ${cell(override.by)},`
  return [
    `🏷️ The label ${cell(override.label)}${by} covers ${override.covers.map((name) => code(name)).join(', ')}${labelSource(override)}.`,
  ]
}

function originNote(limits: readonly LimitResult[], { policy }: Report): string {
  const from = {
    input: 'the inputs',
    file: policy.file ? code(policy.file) : 'the configuration file',
    default: 'the defaults',
  }
  const groups = (['input', 'file', 'default'] as const).flatMap((origin) => {
    const names = [...new Set(limits.filter((limit) => limit.origin === origin).map(limitWords))]
    return names.length > 0 ? [{ names: names.join(', '), from: from[origin] }] : []
  })
  if (groups.length === 1) return `Limits from ${groups[0]!.from}.`
  return `Limits from ${groups.map((group) => `${group.from} (${group.names})`).join(' and ')}.`
}
