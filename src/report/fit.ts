import { count } from '../format.ts'
import type { Block, Row } from './block.ts'

/** Most UTF-16 units and most UTF-8 bytes of a rendered report. */
export interface Budget {
  readonly characters: number
  readonly bytes: number
}

/**
 * The blocks as one text within the budget. What does not fit goes by whole rows, the lightest first, then
 * by whole blocks; the text says how many and, with `rest`, where they are. Blocks with `drop` 0 always stay.
 */
export function fitted(blocks: readonly Block[], budget: Budget, rest: string): string {
  const dropOrder = blocks.filter((block) => block.drop > 0).sort((left, right) => right.drop - left.drop)
  const without = (number: number): Shown => {
    const dropped = new Set(dropOrder.slice(0, number))
    return new Map(blocks.flatMap((block) => (dropped.has(block) ? [] : [[block, block.rows.length]])))
  }
  const fits = (shown: Shown) => within(written(blocks, shown, rest), budget)
  const kept = highest(dropOrder.length, (number) => fits(without(dropOrder.length - number)))
  const shown = without(dropOrder.length - kept)
  const next = dropOrder[dropOrder.length - kept - 1]
  if (!next) return written(blocks, shown, rest)
  const rows = highest(next.rows.length, (number) => fits(new Map(shown).set(next, number)))
  return written(blocks, rows > 0 ? new Map(shown).set(next, rows) : shown, rest)
}

/** Block → number of its rows that are shown; a block that is not in it is left out. */
type Shown = ReadonlyMap<Block, number>

function written(blocks: readonly Block[], shown: Shown, rest: string): string {
  const parts = blocks.flatMap((block) => {
    const number = shown.get(block)
    return number === undefined ? [] : [blockText(block, number, rest)]
  })
  const left = blocks.filter((block) => !shown.has(block))
  const note = left.length > 0 ? [`Left out to fit: ${leftOut(left)}. All of it is in ${rest}.`] : []
  return `${[...parts, ...note].join('\n\n')}\n`
}

function leftOut(blocks: readonly Block[]): string {
  const names = [...new Set(blocks.map((block) => block.name))]
  return names
    .map((name) => {
      const rows = blocks
        .filter((block) => block.name === name)
        .reduce((sum, block) => sum + block.rows.length, 0)
      return rows > 0 ? `${name} (${count(rows, 'row')})` : name
    })
    .join(', ')
}

function blockText(block: Block, number: number, rest: string): string {
  const cut = block.rows.length - number
  const note = cut > 0 ? `\n\n${count(cut, 'smaller row')} cut to fit; all of them are in ${rest}.` : ''
  return [block.head, ...heaviest(block.rows, number).map((row) => row.text)].join('\n') + note + block.foot
}

/** The `number` heaviest rows, in their own order. */
function heaviest(rows: readonly Row[], number: number): readonly Row[] {
  if (number === rows.length) return rows
  const kept = new Set([...rows].sort((left, right) => right.weight - left.weight).slice(0, number))
  return rows.filter((row) => kept.has(row))
}

/** The highest number up to `most` that still fits, by halving; 0 when not even 1 does. */
function highest(most: number, fits: (number: number) => boolean): number {
  let low = 0
  let high = most
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}

function within(text: string, budget: Budget): boolean {
  return text.length <= budget.characters && Buffer.byteLength(text) <= budget.bytes
}
