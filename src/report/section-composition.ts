import { type Block, folded, textBlock } from './block.ts'
import { type Bar, compositionBars } from './composition-bars.ts'
import type { ReportImage } from './report.ts'

const width = 36

/** What both sides are made of, as bars; nothing where nothing differs. */
export function compositionSection(image: ReportImage): readonly Block[] {
  if (image.delta.size === 0) return []
  const bars = compositionBars(image, width)
  if (bars.length === 0) return []
  const columns = Math.max(...bars.map(({ title }) => title.length))
  const digits = Math.max(
    ...bars.flatMap(({ before, after }) => [before, after].map((bar) => bar?.bytes.length ?? 0)),
  )
  const barText = (bar: Bar | null): string => `${bar?.bytes.padStart(digits)} ${bar?.blocks}`.trimEnd()
  const lines = bars.flatMap(({ title, before, after }) => {
    const named = title.padEnd(columns)
    if (!before) return [`${named}  ${barText(after)}`]
    return [`${named}  before  ${barText(before)}`, `${' '.repeat(columns)}  after   ${barText(after)}`]
  })
  const text = ['```text', ...lines, '```'].join('\n')
  return [folded(textBlock('composition', 85, text), 'What the image is made of')]
}
