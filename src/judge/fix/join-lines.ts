import { codeLines, commandText, stopsAtErrors, unquoted } from './shell-text.ts'

/**
 * The lines of a `RUN` (see `isShellRun`) that goes on with another command: `next` are its lines, the first without
 * a keyword, `between` comment lines in front of it. It is run only when what stands before it succeeded, and
 * written in the style of the instruction. Null where that cannot be done safely: a comment at the end of a line,
 * a background job, an `exit`.
 */
export function joinLines(
  lines: readonly string[],
  between: readonly string[],
  next: readonly string[],
): string[] | null {
  const text = commandText(lines)
  const bare = unquoted(text)
  if (bare === null || /(?:^|\s)#|(?:^|[^&])&\s*$|\|\s*$|\b(?:exit|exec)\b/.test(bare)) return null
  const code = codeLines(lines)
  const lastAt = code.at(-1) ?? 0
  const last = (lines[lastAt] ?? '').trimEnd()
  const kept = lines.slice(0, lastAt)
  const [first = '', ...others] = next
  if (code.length === 1 && next.length === 1 && between.length === 0) {
    return [...kept, `${last}${last.endsWith(';') ? '' : ' &&'} ${first}`]
  }
  const { end, start } = joint(lines, code, last, stopsAtErrors(text))
  return [...kept, `${last}${end} \\`, ...between, `${indentOf(lines, code)}${start}${first}`, ...others]
}

/** What stands between two commands: at the end of the line before, or at the start of the line after. */
function joint(
  lines: readonly string[],
  code: readonly number[],
  last: string,
  stops: boolean,
): { readonly end: string; readonly start: string } {
  if (last.endsWith(';')) return { end: '', start: '' }
  const earlier = code.slice(0, -1).map((at) => (lines[at] ?? '').replace(/\\[ \t]*$/, '').trimEnd())
  if (stops && earlier.some((line) => line.endsWith(';'))) return { end: ';', start: '' }
  return earlier.some((line) => line.endsWith('&&')) ? { end: ' &&', start: '' } : { end: '', start: '&& ' }
}

/** How the instruction's commands are indented: as its last line that begins one, else four spaces. */
function indentOf(lines: readonly string[], code: readonly number[]): string {
  const indents = code.slice(1).map((at) => /^(\s*)(&&)?/.exec(lines[at] ?? ''))
  const chosen = indents.findLast((match) => match?.[2]) ?? indents[0]
  return chosen?.[1] || '    '
}
