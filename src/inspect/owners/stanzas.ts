/** Field → value of one paragraph. A field of several lines has them with line breaks. */
export type Stanza = ReadonlyMap<string, string>

/**
 * Paragraphs of `Field: value` lines with blank lines between them; a line that begins with a space or tab
 * goes on with the field before it (deb-control(5), the format of dpkg's `status`).
 */
export function parseStanzas(text: string): Stanza[] {
  return text
    .split(/\n(?:[ \t]*\n)+/)
    .map(parseStanza)
    .filter((stanza) => stanza.size > 0)
}

function parseStanza(text: string): Stanza {
  const fields = new Map<string, string>()
  for (const [, name, value] of text.matchAll(/^([^\s:]+):[ \t]*(.*(?:\n[ \t].*)*)/gm)) {
    if (name !== undefined && value !== undefined) fields.set(name, value.trimEnd())
  }
  return fields
}
