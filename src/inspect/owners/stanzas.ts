/** Field → value of one paragraph. A field of several lines has them with line breaks. */
export type Stanza = ReadonlyMap<string, string>

/**
 * Paragraphs of `Field: value` lines with blank lines between them; a line that begins with a space or tab
 * goes on with the field before it (deb-control(5), the format of dpkg's `status`). Only the fields that are asked
 * for are kept; a paragraph without any field at all is left out.
 */
export function parseStanzas(text: string, wanted: ReadonlySet<string>): Stanza[] {
  const stanzas: Stanza[] = []
  let fields: Map<string, string> | null = null
  let name: string | null = null
  let start = 0
  const close = (end: number): void => {
    if (name !== null) fields?.set(name, text.slice(start, end).trim())
    name = null
  }
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    const isMore = isSpace(text.charCodeAt(at))
    if (at === end || (isMore && isBlank(text, at, end))) {
      close(at - 1)
      fields = null
    } else if (!isMore) {
      close(at - 1)
      const colon = text.indexOf(':', at)
      if (colon < 0 || colon > end) continue
      const field = text.slice(at, colon)
      const isWanted = wanted.has(field)
      if (fields === null) {
        if (!isWanted && !isName.test(field)) continue
        fields = new Map()
        stanzas.push(fields)
      }
      if (isWanted) {
        name = field
        start = colon + 1
      }
    }
  }
  close(text.length)
  return stanzas
}

const [space, tab] = [0x20, 0x09]
const isName = /^[^\0- ]+$/

function isSpace(code: number): boolean {
  return code === space || code === tab
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isSpace(text.charCodeAt(at))) return false
  return true
}
