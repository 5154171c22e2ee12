import { MeasureError } from './measure-error.ts'
import type { PathRoom } from './path-code.ts'

/**
 * Puts the bytes from `start` to before `end` where the code of a room reads a name or a path (`room.asked`). Out: where
 * they end there. Throws a `MeasureError` for more than it takes, which no file system does.
 */
export function ask({ asked }: PathRoom, bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  refuseLong(length, asked)
  // Names are short: a copy by the byte is quicker than a call that copies.
  for (let at = 0; at < length; at++) asked[at] = bytes[start + at] as number
  return asked.byteOffset + length
}

/** `ask` for a text of raw bytes. */
export function askText({ asked }: PathRoom, text: string): number {
  const { length } = text
  refuseLong(length, asked)
  for (let at = 0; at < length; at++) asked[at] = text.charCodeAt(at)
  return asked.byteOffset + length
}

function refuseLong(length: number, { length: most }: Buffer): void {
  if (length > most) throw new MeasureError(`a name of ${length} bytes, more than ${most}`)
}
