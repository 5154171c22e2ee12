/** Why a line is not words: it needs a shell for something, or it ends too early and lacks `add`. */
export type Refusal = { readonly shell: string } | { readonly broken: string; readonly add: string }

/**
 * Splits a line into words by the quoting rules of the POSIX shell (Shell Command Language, 2.2
 * Quoting), and does nothing else that a shell does: no variables, globs, operators or comments.
 * A line that needs one of these, and one with an open quote, is refused.
 */
export function splitWords(line: string): { readonly words: readonly string[] } | Refusal {
  const words: string[] = []
  let rest = line.trimStart()
  while (rest !== '') {
    const word = readWord(rest, words.length === 0)
    if (!('text' in word)) return word
    words.push(word.text)
    rest = word.rest.trimStart()
  }
  return { words }
}

interface Part {
  readonly text: string
  readonly rest: string
}

function readWord(line: string, isFirst: boolean): Part | Refusal {
  const start = refuseAtStart(line, isFirst)
  if (start !== null) return { shell: start }
  let text = ''
  let rest = line
  while (rest !== '' && !/^\s/.test(rest)) {
    const part = readPart(rest)
    if (!('text' in part)) return part
    text += part.text
    rest = part.rest
  }
  return { text, rest }
}

function refuseAtStart(line: string, isFirst: boolean): string | null {
  if (line.startsWith('#')) return 'a comment (#)'
  if (line.startsWith('~')) return 'a home directory (~)'
  if (isFirst && /^!(\s|$)/.test(line)) return 'a negation (!)'
  const assignment = isFirst ? /^[A-Za-z_]\w*=/.exec(line)?.[0] : undefined
  return assignment === undefined ? null : `a variable (${assignment})`
}

function readPart(line: string): Part | Refusal {
  if (line.startsWith("'")) return readSingle(line)
  if (line.startsWith('"')) return readDouble(line)
  if (line.startsWith('\\')) {
    const escaped = /^\\(.)/su.exec(line)?.[1]
    return escaped === undefined
      ? { broken: 'a backslash at its end', add: '' }
      : { text: escaped, rest: line.slice(1 + escaped.length) }
  }
  const needed = expansion(line) ?? operator(line)
  return needed === null ? { text: line.slice(0, 1), rest: line.slice(1) } : { shell: needed }
}

function readSingle(line: string): Part | Refusal {
  const end = line.indexOf("'", 1)
  return end < 0
    ? { broken: "a quote (') that is not closed", add: "'" }
    : { text: line.slice(1, end), rest: line.slice(end + 1) }
}

function readDouble(line: string): Part | Refusal {
  let text = ''
  for (let at = 1; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === '"') return { text, rest: line.slice(at + 1) }
    const escaped = /^\\[$`"\\]/.test(line.slice(at, at + 2))
    const needed = escaped ? null : expansion(line.slice(at))
    if (needed !== null) return { shell: needed }
    if (escaped) at++
    text += line.charAt(at)
  }
  return { broken: 'a quote (") that is not closed', add: '"' }
}

function expansion(line: string): string | null {
  if (line.startsWith('`')) return 'a command substitution (`)'
  if (line.startsWith('$(')) return 'a command substitution ($()'
  const variable = /^\$(\w+|\{[^}]*\}?|[@*#?!$'-])/.exec(line)?.[0]
  return variable === undefined ? null : `a variable (${variable})`
}

function operator(line: string): string | null {
  const found = /^(\|\||&&|;;|>>|<<|[|&;<>()])/.exec(line)?.[0]
  if (found !== undefined) return `an operator (${found})`
  const glob = /^([*?]|\[(?!\s|$))/.exec(line)?.[0]
  return glob === undefined ? null : `a pattern (${glob})`
}
