import { bytes, percent } from '../format.ts'
import type { WastedBy } from '../inspect/image.ts'
import type { ReportImage } from './report.ts'

/** One line of the table of wasted bytes: a row of `wastedBy`, or null for all that is not named. */
export interface WastedLine {
  readonly bytes: number
  readonly row: WastedBy | null
}

/** Most rows that are named. */
const mostRows = 5

/** From how many bytes on, or which share of the size, waste is worth a table. */
const leastBytes = 10_000_000
const leastShare = 0.05

/**
 * What is wasted in the after image, the most bytes first; the lines add up to it. Nothing where it is little
 * (less than 10 MB and than 5 % of the size) and within its limit.
 */
export function wastedLines({ after, limits }: Pick<ReportImage, 'after' | 'limits'>): WastedLine[] {
  const { wasted, size, wastedBy } = after ?? {}
  if (!wasted || !size || !wastedBy) return []
  const isOver = limits.some(({ name, status }) => name === 'max-wasted' && status === 'crossed')
  if (!isOver && wasted < leastBytes && wasted < size * leastShare) return []
  const named = wastedBy.slice(0, mostRows).map((row) => ({ bytes: row.bytes, row }))
  const rest = named.reduce((left, line) => left - line.bytes, wasted)
  return rest > 0 ? [...named, { bytes: rest, row: null }] : named
}

/** The title of the table, in our own words. */
export function wastedTitle({ after }: ReportImage): string {
  const { wasted, size } = after ?? {}
  if (!wasted || !size) return ''
  return `Wasted: ${bytes(wasted)} (${percent((wasted / size) * 100)} of the image) ship and are hidden by later layers`
}
