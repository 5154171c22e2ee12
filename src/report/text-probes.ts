import { bytes } from '../format.ts'
import { mostCellCharacters, shortened } from '../sink/markdown.ts'
import { terminalLines, terminalText } from '../sink/terminal.ts'
import { probeTitle, probeWords, shippedBytes, whyNotBefore } from './probe-words.ts'
import type { ReportImage, ReportProbe } from './report.ts'
import { outputLines } from './section-probes.ts'
import type { TextContext } from './text-context.ts'
import { plain, type TextCell, type Tone, textTable } from './text-table.ts'

/** One line a probe, and below those that failed why. */
export function textProbes(image: ReportImage, { width, paint }: TextContext): string[] {
  const judged = image.probes.filter((probe) => !probe.informational)
  if (judged.length === 0) return []
  const twins = new Map(image.probes.filter((probe) => probe.informational).map((probe) => [probe.id, probe]))
  const rows = judged.map((probe): TextCell[] => [
    probeMark(probe),
    plain(`${probeTitle(probe)} ${terminalText(probe.name)}`),
    ...(twins.size > 0 ? [plain(wordsOf(twins.get(probe.id), probe))] : []),
    plain(wordsOf(probe)),
  ])
  const notBefore = whyNotBefore(image)
  const head = ['', 'Probe', ...(twins.size > 0 ? ['Before'] : []), 'After'].map(plain)
  return [
    ...textTable([head, ...rows], twins.size > 0 ? 'llll' : 'lll', width, paint),
    ...(notBefore === null ? [] : [notBefore]),
    ...judged.flatMap(problemLines),
    ...judged.flatMap(shippedLines),
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

function wordsOf(probe: ReportProbe | undefined, other?: ReportProbe): string {
  const { own, foreign } = probeWords(probe, other)
  return foreign === null ? own : shortened(terminalText(foreign), mostCellCharacters)
}

function problemLines(probe: ReportProbe): string[] {
  if (probe.status === 'pass' || probe.status === 'skipped') return []
  return [
    `${probeTitle(probe)} ${terminalText(probe.name)}: ${terminalText(probe.reason)}`,
    ...terminalLines(outputLines(probe)),
  ]
}

function shippedLines(probe: ReportProbe): string[] {
  const [first] = probe.shipped
  if (!first) return []
  const size = bytes(shippedBytes(probe))
  return [
    `Gone from the final file system, but ${size} of it still ships in a lower layer: ${terminalText(probe.name)} (${terminalText(first.path)})`,
  ]
}
