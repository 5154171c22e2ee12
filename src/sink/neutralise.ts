/**
 * Text with every character that a reader cannot see made visible: control characters (all but the
 * tab) as `\xNN`, invisible, bidirectional and unpaired ones as `\u{…}`. Line breaks are control
 * characters too: split first with `splitLines`.
 */
export function visible(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
  })
}

/** Lines of a text, split at everything that some reader takes for a line break. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
}

/** Controls but the tab, format characters, line and paragraph separators, lone surrogates, variation selectors, fillers. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]|(?!\t)\p{Cc}/gu
