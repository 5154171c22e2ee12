import { byteDelta, byteRow, bytes, grouped, percentDelta } from '../format.ts'
import { cell } from '../sink/markdown.ts'
import { baseSentence } from './base-words.ts'
import { type Block, tableBlock } from './block.ts'
import type { ReportImage } from './report.ts'

/** Before, after, difference and percent, of the whole image and of what it is made of. */
export function sizeTable(image: ReportImage): Block {
  if (image.change === 'inspected') return aloneTable(image)
  const rows = sizeRows(
    image,
    baseSentence(image, (reference) => cell(reference)),
  ).map(([title, ...numbers], at) => [at === 0 ? `**${title}**` : title!, ...numbers])
  const columns = [
    { title: '' },
    { title: 'Before', right: true },
    { title: 'After', right: true },
    { title: 'Change', right: true },
    { title: '%', right: true },
  ]
  return tableBlock(
    'sizes',
    25,
    columns,
    rows.map((cells) => ({ cells, weight: 1 })),
  )
}

function aloneTable(image: ReportImage): Block {
  const rows = aloneRows(image).map(([title, number], at) => ({
    cells: [at === 0 ? `**${title}**` : title!, number!],
    weight: 1,
  }))
  return tableBlock('sizes', 25, [{ title: '' }, { title: 'Bytes', right: true }], rows)
}

/** The cells of the same, the whole image first; `baseTitle` stands for the words of the base's row. */
export function sizeRows(image: ReportImage, baseTitle: string | null): string[][] {
  const { before, after, delta } = image
  return [
    sizeRow('Size', before?.size, after?.size, delta.size, delta.percent),
    ...baseRows(image, baseTitle),
    ...(before?.wasted || after?.wasted
      ? [sizeRow('Wasted', before?.wasted, after?.wasted, delta.wasted)]
      : []),
    fileRow(before?.fileCount, after?.fileCount, delta.fileCount),
  ]
}

/** The same of an image that is inspected alone: what it is made of, and what a pull transfers where that is known. */
export function aloneRows({ after }: ReportImage): string[][] {
  const size = (title: string, value: Maybe): string[] => [
    title,
    typeof value === 'number' ? bytes(value) : unknownCell,
  ]
  const split = after?.base?.size ? [size('Base image', after.base.size), size('Own layers', own(after))] : []
  const files = typeof after?.fileCount === 'number' ? grouped(after.fileCount) : unknownCell
  return [
    size('Size', after?.size),
    ...split,
    ...(after?.wasted ? [size('Wasted', after.wasted)] : []),
    ...(typeof after?.download === 'number' ? [size('Download', after.download)] : []),
    ['Files', files],
  ]
}

/** The base of both sides and what is built on it; none where they are not known, or neither side has one. */
function baseRows({ before, after, delta }: ReportImage, title: string | null): string[][] {
  const sizes = [before?.base?.size, after?.base?.size] as const
  const isSplit = typeof sizes[0] === 'number' && typeof sizes[1] === 'number'
  if (title === null && (!isSplit || (sizes[0] === 0 && sizes[1] === 0))) return []
  const base = sizeRow(title ?? 'Base image', ...sizes, delta.base)
  return isSplit ? [base, sizeRow('Own layers', own(before), own(after), delta.own)] : [base]
}

type Maybe = number | null | undefined

/** A number that is not known is a dash, never 0. */
export const unknownCell = '–'

/** Cells of one row of sizes in bytes. `share` in percent; without it, it follows from the others. */
export function sizeRow(title: string, before: Maybe, after: Maybe, delta: Maybe, share?: Maybe): string[] {
  const known = [before, after].filter((value) => typeof value === 'number')
  const words = byteRow(known)
  const relative = share ?? (typeof delta === 'number' && before ? (delta / before) * 100 : null)
  return [
    title,
    typeof before === 'number' ? words[0]! : unknownCell,
    typeof after === 'number' ? words.at(-1)! : unknownCell,
    typeof delta === 'number' ? byteDelta(delta) : unknownCell,
    typeof relative === 'number' ? percentDelta(relative) : unknownCell,
  ]
}

function fileRow(before: Maybe, after: Maybe, delta: Maybe): string[] {
  const number = (value: Maybe) => (typeof value === 'number' ? grouped(value) : unknownCell)
  const sign = typeof delta === 'number' && delta > 0 ? '+' : ''
  const difference = typeof delta === 'number' ? `${sign}${grouped(delta).replace('-', '−')}` : unknownCell
  const relative = typeof delta === 'number' && before ? percentDelta((delta / before) * 100) : unknownCell
  return ['Files', number(before), number(after), difference, relative]
}

function own(side: ReportImage['before']): number | null {
  const base = side?.base?.size ?? null
  return side?.size == null || base === null ? null : side.size - base
}
