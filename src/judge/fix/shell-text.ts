/**
 * The text of a shell command without what stands in quotes or after a backslash, so that operators can be
 * looked for. Null where quotes do not end.
 */
export function unquoted(text: string): string | null {
  const rest = text.replace(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"/g, (part) =>
    part.startsWith('\\') ? ' ' : '_',
  )
  return /['"]/.test(rest) ? null : rest
}

/** The lines of an instruction that are not comments or empty: positions in `lines`. */
export function codeLines(lines: readonly string[]): number[] {
  return lines.flatMap((line, at) => (at > 0 && /^\s*(?:#|$)/.test(line) ? [] : [at]))
}

/** The command of a `RUN` as one text: without keyword, flags, comments and line joins. */
export function commandText(lines: readonly string[]): string {
  const code = codeLines(lines).map((at) => (lines[at] ?? '').replace(/\\[ \t]*$/, ''))
  return code
    .join('\n')
    .replace(/^\s*RUN\s+(?:--[a-z][\w-]*(?:=\S*)?\s+)*/i, '')
    .replaceAll('\n', ' ')
    .trim()
}

/** True where the shell stops at the first command that fails. */
export function stopsAtErrors(command: string): boolean {
  return /^set\s+(?:-\w+\s+)*-\w*e/.test(command)
}

/** A path or word that the shell reads as it stands. */
export function isPlainWord(text: string): boolean {
  return /^[\w./:@+-]+$/.test(text)
}
