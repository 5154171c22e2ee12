/** Most characters of one stream that a result keeps. */
const excerptLimit = 64 * 1024

/** A text cut for the report. */
export interface Excerpt {
  readonly text: string
  readonly truncated: boolean
}

/** Head and tail of a text when it is longer than `limit` characters (UTF-16 units), with the number left out between. */
export function excerpt(text: string, limit: number = excerptLimit): Excerpt {
  if (text.length <= limit) return { text, truncated: false }
  const half = Math.floor(limit / 2)
  const head = wholeCharacters(text.slice(0, half))
  const tail = wholeCharacters(text.slice(-half))
  const omitted = text.length - head.length - tail.length
  return { text: `${head}\n[${omitted} characters left out]\n${tail}`, truncated: true }
}

/** First line that is not blank, trimmed and at most 200 characters long; null when there is none. */
export function firstLine(text: string): string | null {
  const line = text
    .slice(0, excerptLimit)
    .split(/\r\n|[\n\r]/)
    .find((candidate) => candidate.trim() !== '')
  return line === undefined ? null : wholeCharacters(line.trim().slice(0, 200))
}

// A cut may have left half of a surrogate pair at either end.
function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '')
}
