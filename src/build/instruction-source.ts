/** An instruction's text without its flags. `heredoc` holds the lines after the first logical one. */
export interface InstructionSource {
  readonly arguments: string
  readonly heredoc: readonly string[]
}

/**
 * Reads an instruction from its lines as BuildKit's parser does: a backslash at the end of a line joins it with
 * the next, comment lines and empty lines in between are dropped, and what follows are the bodies of
 * here-documents, whose lines stay as they are. An `ONBUILD` in front is left out.
 */
export function instructionSource(lines: readonly string[]): InstructionSource {
  let text = ''
  let read = 0
  for (let continues = true; continues && read < lines.length; read += 1) {
    const line = lines[read] ?? ''
    if (read > 0 && /^\s*(?:#|$)/.test(line)) continue
    const continued = line.replace(/\\[ \t]*$/, '')
    continues = continued !== line
    text += continued
  }
  const body = text.trim().replace(/^(?:ONBUILD\s+)?[A-Za-z]+\s*/i, '')
  return { arguments: body.replace(/^(?:--[a-z][\w-]*(?:=\S*)?\s+)+/, ''), heredoc: lines.slice(read) }
}
