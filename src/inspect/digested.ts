import { MeasureError } from './measure-error.ts'
import type { StreamDigest } from './stream-digest.ts'

/** Bytes that are counted and hashed on their way. */
export interface Digested {
  /** Throws a `MeasureError` for more bytes than are allowed. */
  write(chunk: Buffer): void | Promise<void>
  length(): number
  digest(): Promise<string>
}

/** How many bytes there may be, and what the error says of more. */
export interface MostBytes {
  readonly bytes: number
  readonly excess: string
}

/** Hands what is written on to a target, at most so many bytes. */
export function digested(
  digest: StreamDigest,
  most: MostBytes,
  target: (chunk: Buffer) => void | Promise<void>,
): Digested {
  let length = 0
  let found: Promise<string> | null = null
  return {
    write(chunk) {
      length += chunk.length
      if (length > most.bytes) throw new MeasureError(most.excess)
      const [added, taken] = [digest.add(chunk), target(chunk)]
      return added && taken ? Promise.all([added, taken]).then(() => {}) : (added ?? taken)
    },
    length: () => length,
    digest: () => {
      found ??= digest.finish()
      return found
    },
  }
}
