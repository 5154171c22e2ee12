/** One row of a table or list; when rows must go, those of the smallest weight go first. */
export interface Row {
  readonly text: string
  readonly weight: number
}

/**
 * A piece of the comment that is shown or left out as a whole, or by whole rows. `drop` says when it
 * goes: the highest first, 0 never. `name` stands in the sentence that says what was left out.
 */
export interface Block {
  readonly name: string
  readonly drop: number
  readonly head: string
  readonly rows: readonly Row[]
  readonly foot: string
}

/** A block without rows. */
export function textBlock(name: string, drop: number, text: string): Block {
  return { name, drop, head: text, rows: [], foot: '' }
}

/** A table: `columns` as Markdown, with `right` marking those of numbers. */
export function tableBlock(
  name: string,
  drop: number,
  columns: readonly { readonly title: string; readonly right?: boolean }[],
  rows: readonly { readonly cells: readonly string[]; readonly weight: number }[],
): Block {
  const titles = columns.map((column) => column.title)
  const rule = columns.map((column) => (column.right ? '--:' : ':--'))
  return {
    name,
    drop,
    head: `${line(titles)}\n|${rule.join('|')}|`,
    rows: rows.map(({ cells, weight }) => ({ text: line(cells), weight })),
    foot: '',
  }
}

/** The same block folded under a summary, which is HTML. */
export function folded(block: Block, summary: string): Block {
  return {
    ...block,
    head: `<details><summary>${summary}</summary>\n\n${block.head}`,
    foot: `${block.foot}\n\n</details>`,
  }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
