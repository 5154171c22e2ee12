/**
 * Text with every character that a reader cannot see made visible: control characters (all but the
 * tab) as `\xNN`, invisible, bidirectional, odd-space and unpaired ones as `\u{…}`. Different texts stay
 * different: a backslash that could be read as the start of such a form is doubled. Line breaks are
 * control characters too: split first with `splitLines`.
 */
export function visible(text: string): string {
  return text.replace(unseen, (character) => (character === '\\' ? '\\\\' : escaped(character)))
}

/** The visible form of one character: `\xNN` below U+0100, else `\u{…}`. */
export function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

/** Lines of a text, split at everything that some reader takes for a line break. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
}

/** Controls but the tab, format characters, separators, lone surrogates, private use, what renders as nothing. */
const character =
  '(?![\\t ])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Z}\\p{Default_Ignorable_Code_Point}\\p{Variation_Selector}]'
const unseen = new RegExp(`${character}|\\\\(?=[\\\\xu\\t]|${character})`, 'gu')
