import { shortened } from '../sink/markdown.ts'

/** How a text is shown on a terminal that has colours. */
export type Tone = 'good' | 'bad' | 'doubt' | 'strong' | 'plain'

/** One cell; the text is already neutralised. */
export interface TextCell {
  readonly text: string
  readonly tone: Tone
}

/** Puts a tone's colour around a text; without colours the text itself. */
export type Paint = (text: string, tone: Tone) => string

/** ANSI colours of the terminal's own palette, so that they read on dark and light ground. */
export function painter(colour: boolean): Paint {
  return (text, tone) => (colour && tone !== 'plain' ? `\x1b[${codes[tone]}m${text}\x1b[0m` : text)
}

/**
 * Rows in columns, two spaces apart. `columns` has an `l` or `r` a column. A line longer than `width`
 * takes it from the widest left columns.
 */
export function textTable(
  rows: readonly (readonly TextCell[])[],
  columns: string,
  width: number,
  paint: Paint,
): string[] {
  const widths = squeezed(
    [...columns].map((_, at) => Math.max(0, ...rows.map((row) => length(row[at]?.text ?? '')))),
    columns,
    width,
  )
  return rows.map((row) =>
    row
      .map(({ text, tone }, at) => {
        const shown = shortened(text, widths[at]!)
        const gap = ' '.repeat(widths[at]! - length(shown))
        const isLast = at === row.length - 1
        return columns[at] === 'r' ? gap + paint(shown, tone) : paint(shown, tone) + (isLast ? '' : gap)
      })
      .join('  ')
      .trimEnd(),
  )
}

/** A cell without a tone. */
export function plain(text: string): TextCell {
  return { text, tone: 'plain' }
}

const codes = { good: '32', bad: '1;31', doubt: '33', strong: '1' } as const satisfies Record<
  Exclude<Tone, 'plain'>,
  string
>

/** Column widths whose sum, with the gaps, is at most `width`; left columns keep 10. */
function squeezed(widths: readonly number[], columns: string, width: number): number[] {
  const result = [...widths]
  const gaps = 2 * (widths.length - 1)
  for (let excess = result.reduce((sum, one) => sum + one, gaps) - width; excess > 0; excess -= 1) {
    const left = result.flatMap((one, at) => (columns[at] === 'l' && one > 10 ? [{ one, at }] : []))
    const widest = left.reduce((best, column) => (column.one >= best.one ? column : best), { one: 0, at: -1 })
    if (widest.at < 0) break
    result[widest.at] = widest.one - 1
  }
  return result
}

function length(text: string): number {
  return [...text].length
}
