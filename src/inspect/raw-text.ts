import { isUtf8 } from 'node:buffer'

/**
 * A path as bytes (one character each) as text. Bytes that are not UTF-8 become the lone surrogates U+DC80
 * to U+DCFF, so that different paths stay different and `rawOf` gives the bytes back.
 */
export function textOf(raw: string): string {
  if (isAscii.test(raw)) return raw
  const bytes = Buffer.from(raw, 'latin1')
  return decoded(bytes) ?? decodedByParts(bytes)
}

/** The bytes of a text that `textOf` made, or of any other text as UTF-8; one character each. */
export function rawOf(text: string): string {
  if (isAscii.test(text)) return text
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[^\0-\x7f]/g, (character) => {
    const code = character.charCodeAt(0)
    const isByte = character.length === 1 && code >= 0xdc80 && code <= 0xdcff
    return isByte ? String.fromCharCode(code - 0xdc00) : Buffer.from(character, 'utf8').toString('latin1')
  })
}

const isAscii = /^[\0-\x7f]*$/
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function decoded(bytes: Buffer): string | null {
  return isUtf8(bytes) ? decoder.decode(bytes) : null
}

function decodedByParts(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] as number
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    const part = decoded(bytes.subarray(at, at + length))
    text += part ?? String.fromCharCode(0xdc00 + lead)
    at += part === null ? 1 : length
  }
  return text
}
