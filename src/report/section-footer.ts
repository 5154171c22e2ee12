import { duration } from '../format.ts'
import { prose } from '../sink/markdown.ts'
import { type Block, textBlock } from './block.ts'
import { runLink } from './link.ts'
import type { Report } from './report.ts'

/** Who measured, on what engine, how long it took, and the run. */
export function footer(report: Report): Block {
  const { tool, engine, timings } = report
  const times = [
    timed('build', timings.buildMs),
    timed('measure', timings.measureMs),
    timed('probe', timings.probeMs),
  ].flat()
  const parts = [
    prose(`${tool.name} ${tool.version}`),
    ...(engine
      ? [prose(`engine ${engine.version}, ${engine.store} store, ${engine.os}/${engine.architecture}`)]
      : []),
    ...(engine?.builder ? [prose(engine.builder)] : []),
    ...(times.length > 0 ? [times.join(', ')] : []),
  ]
  const run = runLink('run', report)
  return textBlock('footer', 95, `<sub>${[...parts, ...(run ? [run] : [])].join(' · ')}</sub>`)
}

function timed(what: string, ms: number | null): string[] {
  return ms === null ? [] : [`${what} ${duration(ms)}`]
}
