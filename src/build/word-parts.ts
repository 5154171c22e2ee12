import type { TextParts } from './layer-instruction.ts'

/**
 * Splits a word of a Dockerfile at its variables (`$NAME`, `${NAME…}`), and removes quotes and backslashes as
 * builders do (docs.docker.com, Dockerfile reference, "Environment replacement").
 */
export function wordParts(word: string): TextParts {
  const parts = ['']
  let quote = ''
  for (let at = 0; at < word.length; at += 1) {
    const character = word.charAt(at)
    const variable = quote === "'" ? null : /^\$(?:\w+|\{[^}]*\})/.exec(word.slice(at))
    if (variable) {
      parts.push('')
      at += variable[0].length - 1
    } else if (character === quote) quote = ''
    else if (quote === '' && /["']/.test(character)) quote = character
    else if (character === '\\' && quote !== "'" && at + 1 < word.length) {
      at += 1
      append(parts, word.charAt(at))
    } else append(parts, character)
  }
  return parts
}

/** The words with a space between each two. */
export function joinedParts(words: readonly TextParts[]): TextParts {
  const parts: string[] = []
  for (const word of words) {
    const [first = '', ...rest] = word
    if (parts.length === 0) parts.push(first)
    else append(parts, ` ${first}`)
    parts.push(...rest)
  }
  return parts
}

function append(parts: string[], text: string): void {
  parts.push((parts.pop() ?? '') + text)
}
