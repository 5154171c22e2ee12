import { cell, htmlCode, mostCellCharacters, prose, shortened } from '../sink/markdown.ts'
import { type Block, tableBlock, textBlock } from './block.ts'
import type { Report, ReportImage } from './report.ts'
import { adviceSections } from './section-advice.ts'
import { causeSections } from './section-causes.ts'
import { compositionSection } from './section-composition.ts'
import { diveSections } from './section-dive.ts'
import { engineSection } from './section-engine.ts'
import { sentenceAndReason } from './section-headline.ts'
import { layerSections } from './section-layers.ts'
import { limitSections } from './section-limits.ts'
import { ownerSections } from './section-owners.ts'
import { probeSections } from './section-probes.ts'
import { sideErrors, sources, untrackedWarning } from './section-sides.ts'
import { sizeRow, sizeTable } from './section-size.ts'
import { wastedSections } from './section-wasted.ts'
import { verdictSign } from './verdict.ts'

/** Everything on one image below its headline, the most wanted first. */
export function imageSections(image: ReportImage, report: Report): readonly Block[] {
  return [
    ...causeSections(image, report),
    ...sideErrors(image, report),
    sizeTable(image),
    ...ownerSections(image),
    ...untrackedWarning(image),
    ...probeSections(image),
    ...limitSections(image, report),
    ...diveSections(image),
    ...adviceSections(image, report),
    ...wastedSections(image, report),
    ...layerSections(image, report),
    ...compositionSection(image),
    ...engineSection(image),
    sources(image, report),
  ]
}

/** Several images: a table of all, then each of them; those that pass are folded. */
export function imagesSections(report: Report): readonly Block[] {
  return [imagesTable(report), ...report.images.flatMap((image) => imageBlocks(image, report))]
}

function imagesTable({ images, totals }: Report): Block {
  const columns = [
    { title: '' },
    { title: 'Image' },
    { title: 'Before', right: true },
    { title: 'After', right: true },
    { title: 'Change', right: true },
    { title: '%', right: true },
  ]
  const rows = images.map(({ name, verdict, before, after, delta }) => ({
    cells: [
      verdictSign[verdict],
      ...sizeRow(cell(name, 32), before?.size, after?.size, delta.size, delta.percent),
    ],
    weight: { fail: 3, 'not-measured': 2, warn: 1, pass: 0 }[verdict],
  }))
  const total = ['', ...sizeRow('**All**', totals.before, totals.after, totals.delta, totals.percent)]
  return tableBlock('images', 5, columns, [...rows, { cells: total, weight: 4 }])
}

function imageBlocks(image: ReportImage, report: Report): readonly Block[] {
  const sign = verdictSign[image.verdict]
  const sections = imageSections(image, report)
  if (image.verdict !== 'pass') {
    const heading = `#### ${sign} ${cell(image.name)}\n\n${sentenceAndReason(image)}`
    return [textBlock('images in detail', 20, heading), ...sections]
  }
  const inside = sections.map(
    (block) => [block.head, ...block.rows.map((row) => row.text)].join('\n') + block.foot,
  )
  const summary = `${sign} ${htmlCode(shortened(image.name, mostCellCharacters))}: ${prose(image.sentence)}`
  const text = `<details><summary>${summary}</summary>\n\n${inside.join('\n\n')}\n\n</details>`
  return [textBlock('images that pass', 70, text)]
}
