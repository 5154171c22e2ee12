import { mostLineCharacters, shortened } from './markdown.ts'
import { splitLines, visible } from './neutralise.ts'

/**
 * Untrusted text as part of one terminal line: nothing in it moves a cursor or is a runner's command.
 * Must not begin a line, since a runner looks for `::` there.
 */
export function terminalText(text: string): string {
  return visible(text).replaceAll('\t', '\\x09').replaceAll('##[', '## [')
}

/** Untrusted lines behind a gutter; a very long one loses its middle. */
export function terminalLines(lines: readonly string[]): string[] {
  return lines
    .flatMap(splitLines)
    .map((line) => `| ${shortened(visible(line), mostLineCharacters).replaceAll('##[', '## [')}`)
}
