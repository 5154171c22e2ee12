import { compositionBars } from './composition-bars.ts'
import type { ReportImage } from './report.ts'
import type { TextContext } from './text-context.ts'
import { plain, type TextCell, textTable } from './text-table.ts'

const leastWidth = 10
const mostWidth = 40
/** Room for the names, the words and the numbers beside a bar. */
const beside = 40

/** What both sides are made of, as bars; nothing where nothing differs. */
export function textComposition(image: ReportImage, { width, paint }: TextContext): string[] {
  if (image.delta.size === 0) return []
  const bars = compositionBars(image, Math.min(mostWidth, Math.max(leastWidth, width - beside)))
  if (bars.length === 0) return []
  const rows = bars.flatMap(({ title, before, after }): TextCell[][] => [
    ...(before ? [[title, 'before', before.bytes, before.blocks].map(plain)] : []),
    ...(after ? [[before ? '' : title, before ? 'after' : '', after.bytes, after.blocks].map(plain)] : []),
  ])
  return textTable([['Made of', '', '', ''].map(plain), ...rows], 'llrl', width, paint)
}
