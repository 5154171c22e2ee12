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
  let shown = new Map(blocks.map((block) => [block, block.rows.length]))
  const fits = (state: Shown) => within(written(blocks, state, rest), budget)
  const droppable = blocks.filter((block) => block.drop > 0).sort((left, right) => left.drop - right.drop)
  while (!fits(shown)) {
    const block = droppable.pop()
    if (!block) break
    const rows = mostRows(block, (number) => fits(new Map(shown).set(block, number)))
    if (rows > 0) return written(blocks, new Map(shown).set(block, rows), rest)
    shown = new Map(shown)
    shown.delete(block)
  }
  return written(blocks, shown, rest)
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

/** The most rows with which the whole fits, by halving; 0 when even one is too many. */
function mostRows(block: Block, fits: (number: number) => boolean): number {
  let low = 0
  let high = block.rows.length
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
