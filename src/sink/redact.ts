/** Replaces what the run knows to be secret. It starts empty and learns secrets as they turn up. */
export interface Redactor {
  /** From now on this value, and the ways in which it is usually written, are replaced. */
  add(secret: string): void
  /** The text with every known secret replaced by `***`. */
  redact(text: string): string
  /** The same for every string inside plain data (what JSON can hold). */
  redactValue<T>(value: T): T
}

/** Shortest value that counts as a secret: masking `true` or `1` would wreck every text. */
const shortestSecret = 8

/**
 * A redactor without secrets. A value of several lines is also replaced line by line, because logs
 * show it that way; each value also in its base64, URL-encoded and JSON-escaped form.
 */
export function createRedactor(): Redactor {
  const forms = new Set<string>()
  let longestFirst: string[] = []
  const redact = (text: string) =>
    longestFirst.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, '***') : rest), text)
  return {
    add(secret) {
      for (const value of secretParts(secret)) {
        for (const form of writtenForms(value)) forms.add(form)
      }
      longestFirst = [...forms].sort((left, right) => right.length - left.length)
    },
    redact,
    redactValue(value) {
      if (value === undefined) return value
      return JSON.parse(JSON.stringify(value), (_key, inner) =>
        typeof inner === 'string' ? redact(inner) : inner,
      )
    },
  }
}

/** The whole value and each of its lines, trimmed, without those that are too short to be replaced. */
export function secretParts(secret: string): string[] {
  const parts = [secret, ...secret.split(/\r\n|[\n\r]/)].map((part) => part.trim())
  return [...new Set(parts)].filter((part) => part.length >= shortestSecret)
}

function writtenForms(value: string): string[] {
  const bytes = Buffer.from(value)
  return [
    value,
    encodeURIComponent(bytes.toString()),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...base64Inside(bytes),
  ]
}

/**
 * What of a value stays the same when it is encoded as part of a longer text: base64 writes three bytes
 * as four characters, so the value may begin at any of three places (RFC 4648, section 4).
 */
function base64Inside(bytes: Buffer): string[] {
  return [0, 1, 2].map((skipped) => {
    const whole = bytes.length - skipped - ((bytes.length - skipped) % 3)
    return bytes.subarray(skipped, skipped + whole).toString('base64')
  })
}
