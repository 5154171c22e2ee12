import { escaped, splitLines, visible } from './neutralise.ts'

/** Longest text of a table cell, in code points. */
export const mostCellCharacters = 64
/** Longest line of a code block, in code points. */
export const mostLineCharacters = 300
/** Longest sentence, in code points. */
const mostProseCharacters = 600

/**
 * Untrusted text as inline code, in GitHub-flavoured Markdown: valid in running text, in a table cell and
 * after a heading's mark. Mentions and references do not work inside code. Text with a character that
 * could end the code, the cell or the line is written as `<code>` with entities.
 */
export function code(text: string): string {
  const shown = oneLine(text)
  return plainInCode.test(shown) ? `\`${shown}\`` : htmlCode(text)
}

/** Untrusted text as code where no Markdown is read, such as `<summary>`. Dots and slashes are
 * entities too: GitHub makes links of addresses even inside `<code>`. */
export function htmlCode(text: string): string {
  return `<code>${oneLine(text).replace(/[^A-Za-z0-9 ,=+-]/gu, entity)}</code>`
}

/** Untrusted text as code for a table cell: a long one loses its middle, so that tables stay narrow. */
export function cell(text: string, most: number = mostCellCharacters): string {
  return code(shortened(text, most))
}

/**
 * Untrusted lines as a code block. Each stands behind a gutter, so that none begins a line of the
 * comment, where chat bots look for commands; no HTML comment, such as our own marker, survives in it.
 */
export function fence(lines: readonly string[]): string {
  return fenced(guttered(lines, '|'), '')
}

/** The same for a change: the marks in front of the lines are the gutter, and GitHub colours `-` and `+`. */
export function diffFence(
  lines: readonly { readonly mark: '-' | '+' | ' '; readonly text: string }[],
): string {
  return fenced(
    lines.flatMap(({ mark, text }) => guttered([text], mark)),
    'diff',
  )
}

function guttered(lines: readonly string[], mark: string): string[] {
  return lines.flatMap(splitLines).map((line) => `${mark} ${shortened(visible(line), mostLineCharacters)}`)
}

function fenced(lines: readonly string[], language: string): string {
  const shown = lines.map((line) => line.replaceAll('<!--', '<\\x21--'))
  const longest = shown.join('\n').match(/`+/g) ?? []
  const mark = '`'.repeat(Math.max(3, ...longest.map((run) => run.length + 1)))
  return [`${mark}${language}`, ...shown, mark].join('\n')
}

/**
 * A sentence that may hold foreign words, as running text: no markup, mention, reference, link or emoji
 * code survives in it. Must not begin a line. A very long one loses its middle.
 */
export function prose(text: string): string {
  return oneLine(shortened(text, mostProseCharacters))
    .replace(/[@#$]|:(?=\/\/|[\w+-]+:)|\.(?=\w)(?<=www.)|-(?=\d)(?<=\bgh-)/gi, escaped)
    .replace(/[&<>`*~[\]!|\\^{}]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, entity)
}

/** Text of at most `most` code points: the middle of a longer one becomes `…`. */
export function shortened(text: string, most: number): string {
  const characters = [...text]
  if (characters.length <= most) return text
  const head = Math.ceil((most - 1) / 2)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (most - 1 - head)).join('')}`
}

function oneLine(text: string): string {
  return visible(text).replaceAll('\t', '\\x09')
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`
}

/** Begins and ends with no space, and holds nothing that ends a code span or a cell, or that a reader of the raw text obeys. */
const plainInCode = /^(?! )[A-Za-z0-9 ./,:;=+()'"?$%^{}*!~_&…[\]-]+(?<! )$/
