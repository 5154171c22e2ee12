import { byteRow } from '../format.ts'
import { htmlCode, prose } from '../sink/markdown.ts'
import { type Block, textBlock } from './block.ts'
import type { ReportImage, ReportSide } from './report.ts'

/** What `docker images` prints for these images on this engine, and why it differs; how they were measured. */
export function engineSection(image: ReportImage): readonly Block[] {
  const sides = [image.before, image.after].flatMap((side) =>
    side?.engineSize && side.size !== null ? [side] : [],
  )
  const last = sides.at(-1)
  if (!last?.engineSize) return []
  const printed = [
    ...(image.before && sides.includes(image.before) ? [`Before: ${printedWords(image.before)}`] : []),
    ...(image.after && sides.includes(image.after) ? [`After: ${printedWords(image.after)}`] : []),
  ]
  const text = `${printed.join('. ')}. ${prose(last.engineSize.why)} ${measuredWords(last)}`
  const summary = `What ${htmlCode('docker images')} prints here, and why`
  return [textBlock('engine sizes', 90, `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`)]
}

function printedWords({ engineSize, size }: ReportSide): string {
  const list = engineSize?.list ?? null
  if (list === null || size === null) return 'not listed'
  if (list === size) return `the same ${byteRow([size])[0]}`
  const [printed, ours] = byteRow([list, size])
  return `${printed} instead of ${ours}`
}

function measuredWords({ measuredBy, fellBack }: ReportSide): string {
  const how = {
    'layer-metadata': 'Measured from the layer metadata of the engine.',
    export: 'Measured from the layers of an exported image.',
    'same-image': 'Both sides are the same image, measured once.',
  }
  const before = fellBack.length > 0 ? ` Tried before: ${fellBack.map(prose).join('; ')}.` : ''
  return measuredBy === null ? '' : `${how[measuredBy]}${before}`
}
