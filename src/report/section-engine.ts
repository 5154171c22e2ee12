import { htmlCode, prose } from '../sink/markdown.ts'
import { type Block, textBlock } from './block.ts'
import { engineLines } from './engine-lines.ts'
import type { ReportImage } from './report.ts'

/** What `docker images` prints for these images on this engine, and why it differs; how they were measured. */
export function engineSection(image: ReportImage): readonly Block[] {
  const lines = engineLines(image)
  if (lines.length === 0) return []
  const summary = `What ${htmlCode('docker images')} prints here, and why`
  const text = lines.map(prose).join('<br>\n')
  return [textBlock('engine sizes', 90, `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`)]
}
