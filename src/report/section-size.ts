import { byteDelta, byteRow, grouped, percentDelta } from '../format.ts'
import { type Block, tableBlock } from './block.ts'
import type { ReportImage } from './report.ts'

/** Before, after, difference and percent, of the whole image and of what it is made of. */
export function sizeTable(image: ReportImage): Block {
  const rows = sizeRows(image).map(([title, ...numbers], at) => [
    at === 0 ? `**${title}**` : title!,
    ...numbers,
  ])
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

/** The cells of the same, the whole image first. */
export function sizeRows({ before, after, delta }: ReportImage): string[][] {
  return [
    sizeRow('Size', before?.size, after?.size, delta.size, delta.percent),
    ...(delta.base !== null && delta.own !== null
      ? [
          sizeRow('Base image', before?.base?.size, after?.base?.size, delta.base),
          sizeRow('Own layers', own(before), own(after), delta.own),
        ]
      : []),
    ...(before?.wasted || after?.wasted
      ? [sizeRow('Wasted', before?.wasted, after?.wasted, delta.wasted)]
      : []),
    fileRow(before?.fileCount, after?.fileCount, delta.fileCount),
  ]
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
