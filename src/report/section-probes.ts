import { bytes, count } from '../format.ts'
import type { ProbeStatus } from '../probe/result.ts'
import { cell, fence, prose } from '../sink/markdown.ts'
import { splitLines } from '../sink/neutralise.ts'
import { type Block, tableBlock, textBlock } from './block.ts'
import { probeCell, probeTitle, shippedBytes, whyNotBefore } from './probe-words.ts'
import type { ReportImage, ReportProbe } from './report.ts'

/** Output lines that are shown of a failed probe. */
const mostOutputLines = 20

/** One row a probe with what it showed on either side; below it what failed and why. */
export function probeSections(image: ReportImage): readonly Block[] {
  const judged = image.probes.filter((probe) => !probe.informational)
  if (judged.length === 0) return []
  const twins = new Map(image.probes.filter((probe) => probe.informational).map((probe) => [probe.id, probe]))
  const notBefore = whyNotBefore(image)
  const columns = [
    { title: '' },
    { title: 'Probe' },
    ...(twins.size > 0 ? [{ title: 'Before' }] : []),
    { title: 'After' },
  ]
  const rows = judged.map((probe) => ({
    cells: [
      statusSign[probe.status],
      `${probeTitle(probe)} ${cell(probe.name)}`,
      ...(twins.size > 0 ? [probeCell(twins.get(probe.id), probe)] : []),
      probe.status === 'pass' ? probeCell(probe) : `**${probeCell(probe)}**`,
    ],
    weight: probe.status === 'pass' ? 0 : 1,
  }))
  return [
    tableBlock('probes', 45, columns, rows),
    ...(notBefore === null ? [] : [textBlock('probes of the before image', 46, notBefore)]),
    ...judged.flatMap(problemBlocks),
    ...judged.flatMap(shippedBlocks),
  ]
}

const statusSign = { pass: '✅', fail: '❌', error: '❔', skipped: '⏭️' } as const satisfies Record<
  ProbeStatus,
  string
>

function problemBlocks(probe: ReportProbe): Block[] {
  if (probe.status === 'pass' || probe.status === 'skipped') return []
  const reason = prose(probe.reason.replace(/\.$/, ''))
  const text = `${statusSign[probe.status]} ${probeTitle(probe)} ${cell(probe.name)}: ${reason}.`
  const lines = outputLines(probe)
  const folded = `<details open><summary>Output</summary>\n\n${fence(lines)}\n\n</details>`
  return [
    textBlock('why probes failed', 46, text),
    ...(lines.length > 0 ? [textBlock('output of failed probes', 60, folded)] : []),
  ]
}

/** Bytes that ship in a lower layer although the file is gone: the probe passes, the reader should know. */
function shippedBlocks(probe: ReportProbe): Block[] {
  if (probe.shipped.length === 0) return []
  const text = `⚠️ ${cell(probe.name)} is gone from the final file system, but ${bytes(shippedBytes(probe))} of it still ships in a lower layer: ${listed(probe.shipped.map((file) => file.path))}. Remove it in the \`RUN\` that adds it, or do not copy it.`
  return [textBlock('files that still ship', 65, text)]
}

/** The end of what a probe printed, with a line on what is missing. */
export function outputLines({ stdout, stderr, truncated }: ReportProbe): string[] {
  const lines = [stdout, stderr].flatMap((text) => (text.trim() === '' ? [] : splitLines(text.trimEnd())))
  const shown = lines.slice(-mostOutputLines)
  const left = lines.length - shown.length
  const note = truncated ? ['… more output was not kept'] : []
  return [...(left > 0 ? [`… ${count(left, 'earlier line')}`] : []), ...shown, ...note]
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => cell(path))
  const more = paths.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
