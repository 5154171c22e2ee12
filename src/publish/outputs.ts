import type { Report } from '../report/report.ts'

/**
 * The step's outputs, by name: numbers, enums and paths only, because a workflow may put them into a
 * shell. Sizes in bytes; what is unknown is empty, never 0. `reportFile` is an absolute path.
 */
export function outputsOf(report: Report, reportFile: string): ReadonlyMap<string, string> {
  const { before, after, delta, percent } = report.totals
  return new Map([
    ['verdict', report.verdict],
    ['before-size', bytes(before)],
    ['after-size', bytes(after)],
    ['delta', bytes(delta)],
    ['delta-percent', percent === null ? '' : decimal(percent)],
    ['report', reportFile],
  ])
}

function bytes(size: number | null): string {
  return size === null ? '' : String(size)
}

/** At most four decimals and no exponent, so that every shell and every `fromJSON` can read it. */
function decimal(value: number): string {
  return value
    .toFixed(4)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0')
}
