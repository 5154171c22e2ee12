import { createHash } from 'node:crypto'

/** The SHA-256 of one stream of bytes. */
export interface StreamDigest {
  /** Takes the bytes. A promise comes back while too much waits to be hashed. */
  add(chunk: Buffer): void | Promise<void>
  /** `sha256:` and the digest of all that was added. */
  finish(): Promise<string>
}

/** A digest that is computed at once, where it is asked for. */
export function plainDigest(): StreamDigest {
  const hash = createHash('sha256')
  return {
    add(chunk) {
      hash.update(chunk)
    },
    finish: async () => `sha256:${hash.digest('hex')}`,
  }
}
