import { byteRow } from '../format.ts'
import type { Composition, ReportImage, ReportSide } from './report.ts'

/** One part of an image as bars: `before` and `after` are null where the side is not there. */
export interface CompositionBar {
  readonly title: string
  readonly before: Bar | null
  readonly after: Bar | null
}

/** A bar of block characters, and what it stands for in words. */
export interface Bar {
  readonly blocks: string
  readonly bytes: string
}

/**
 * What both sides are made of, as bars of at most `width` characters on one scale, the largest part first; wasted
 * bytes are a part, and what is beyond the first six is one. Empty when a side's parts are not known.
 */
export function compositionBars({ before, after }: ReportImage, width: number): readonly CompositionBar[] {
  const sides = { before: partsOf(before), after: partsOf(after) }
  if (!sides.after || (before && !sides.before)) return []
  const rows = mostOf(titles(sides.before, sides.after).map((title) => row(title, sides)))
  const longest = Math.max(...rows.flatMap((one) => [one.before ?? 0, one.after ?? 0]), 1)
  return rows.map(({ title, ...bytes }) => {
    const words = byteRow([bytes.before, bytes.after].filter((one) => one !== null))
    const bar = (value: number | null, text: string | undefined): Bar | null =>
      value === null ? null : { blocks: blocks((value / longest) * width), bytes: text ?? '' }
    return { title, before: bar(bytes.before, words[0]), after: bar(bytes.after, words.at(-1)) }
  })
}

interface Row {
  readonly title: string
  readonly before: number | null
  readonly after: number | null
}

type Parts = ReadonlyMap<string, number>

function partsOf(side: ReportSide | null): Parts | null {
  if (!side?.composition || side.wasted === null) return null
  const parts = new Map<string, number>()
  for (const part of side.composition) parts.set(titleOf(part), (parts.get(titleOf(part)) ?? 0) + part.bytes)
  return parts.set('wasted', side.wasted)
}

function titleOf({ kind, manager }: Composition): string {
  if (kind === 'package') return `${manager ?? 'other'} packages`
  return { generated: 'generated files', cache: 'caches', directory: 'other files' }[kind]
}

function titles(before: Parts | null, after: Parts): string[] {
  return [...new Set([...(before?.keys() ?? []), ...after.keys()])]
}

function row(title: string, { before, after }: { before: Parts | null; after: Parts | null }): Row {
  const bytes = (parts: Parts | null): number | null => parts && (parts.get(title) ?? 0)
  return { title, before: bytes(before), after: bytes(after) }
}

const mostRows = 6

function mostOf(rows: readonly Row[]): Row[] {
  const sorted = rows
    .filter(({ before, after }) => (before ?? 0) + (after ?? 0) > 0)
    .sort((one, other) => weight(other) - weight(one))
  if (sorted.length <= mostRows + 1) return sorted
  const rest = sorted.slice(mostRows)
  const sum = (side: 'before' | 'after'): number | null =>
    rest[0]?.[side] === null ? null : rest.reduce((total, one) => total + (one[side] ?? 0), 0)
  return [...sorted.slice(0, mostRows), { title: 'the rest', before: sum('before'), after: sum('after') }]
}

function weight({ before, after }: Row): number {
  return Math.max(before ?? 0, after ?? 0)
}

// Eighths of a character: Unicode's left blocks. What is more than nothing is seen.
function blocks(length: number): string {
  const eighths = length > 0 ? Math.max(1, Math.round(length * 8)) : 0
  return '█'.repeat(eighths >> 3) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths & 7]
}
