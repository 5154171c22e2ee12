import { splitLines, visible } from './neutralise.ts'

/** How much foreign text a log shows: bytes of UTF-8. */
export interface LogBounds {
  readonly lineBytes: number
  readonly totalBytes: number
}

/** Long enough for every honest line, short enough for a runner's problem matchers. */
export const logBounds: LogBounds = { lineBytes: 2048, totalBytes: 1024 * 1024 }

/**
 * Foreign text as lines for a log: control characters visible, no line that a runner takes for a
 * command, each behind the gutter `| `. What exceeds the bounds is left out from the middle (of a text)
 * or the end (of a line), and said. Give it text whose secrets are already replaced: a cut may split one.
 */
export function foreignLines(text: string, bounds: LogBounds = logBounds): string[] {
  const lines = splitLines(text)
  if (lines.at(-1) === '') lines.pop()
  return keepEnds(
    lines.map((line) => withoutCommands(`| ${cut(visible(line), bounds.lineBytes)}`)),
    bounds.totalBytes,
  )
}

/** Our own words, which may hold foreign names, as lines for a log: neutralised, without a gutter. */
export function ownLines(text: string, bounds: LogBounds = logBounds): string[] {
  return splitLines(text).map((line) => withoutCommands(cut(visible(line), bounds.lineBytes)))
}

/** Our own words where only one line is possible, such as a title; the breaks become visible. */
export function ownLine(text: string, bounds: LogBounds = logBounds): string {
  return withoutCommands(cut(visible(text), bounds.lineBytes))
}

/**
 * The runner takes `##[name]` for a command anywhere in a line, and `::name::` at its start, after any
 * white space (actions/runner, ActionCommand.cs). Both are broken by a space that the reader sees.
 */
export function withoutCommands(line: string): string {
  return line.replaceAll('##[', '## [').replace(/^(\s*):(?=:)/, '$1: ')
}

function cut(line: string, mostBytes: number): string {
  if (Buffer.byteLength(line) <= mostBytes) return line
  const kept = new TextDecoder().decode(Buffer.from(line).subarray(0, mostBytes)).replace(/\ufffd+$/, '')
  return `${kept} … ${line.length - kept.length} characters left out`
}

/** First and last lines, half of the bound each. */
function keepEnds(lines: string[], mostBytes: number): string[] {
  const size = (line: string) => Buffer.byteLength(line) + 1
  if (lines.reduce((sum, line) => sum + size(line), 0) <= mostBytes) return lines
  const head = countWithin(lines, mostBytes / 2, size)
  const tail = countWithin(lines.slice(head).reverse(), mostBytes / 2, size)
  const leftOut = lines.length - head - tail
  return [...lines.slice(0, head), `… ${leftOut} lines left out`, ...lines.slice(lines.length - tail)]
}

function countWithin(lines: readonly string[], mostBytes: number, size: (line: string) => number): number {
  let sum = 0
  const first = lines.findIndex((line) => {
    sum += size(line)
    return sum > mostBytes
  })
  return first === -1 ? lines.length : first
}
