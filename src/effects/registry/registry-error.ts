/**
 * A registry does not give what was asked for. `message` says what and, for a login, what to do. It never holds a
 * password or a token.
 */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  /** Registries often answer `denied` for what is not there, so that nobody can guess names. */
  readonly kind: 'denied' | 'not-found' | 'failed'
  /** ms to wait at least before it may go well; null when trying again does not help. */
  readonly retryAfterMs: number | null

  constructor(
    kind: RegistryError['kind'],
    message: string,
    { retryAfterMs, cause }: { readonly retryAfterMs: number | null; readonly cause?: unknown },
  ) {
    super(message, { cause })
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

/** An answer that trying again does not change. */
export function refusal(kind: RegistryError['kind'], message: string): RegistryError {
  return new RegistryError(kind, message, { retryAfterMs: null })
}
