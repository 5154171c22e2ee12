import { EngineError } from '../effects/docker/docker.ts'
import { RegistryError } from '../effects/registry/registry-error.ts'
import { throwIfInterrupted } from '../effects/stop.ts'

/**
 * An image, or the stream that describes it, could not be read completely or does not add up. The image
 * is then not measured; there is never a smaller number instead.
 */
export class MeasureError extends Error {
  override readonly name = 'MeasureError'

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
  }
}

/**
 * In: anything thrown while reading an image. Out: the sentence to show when the engine, the stream or the
 * data failed; null when it is a mistake of ours, which must not be hidden.
 */
export function measureFailure(error: unknown): string | null {
  if (error instanceof MeasureError || error instanceof EngineError) return error.message
  if (error instanceof RegistryError) return error.message
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  return outsideCode.test(String(error.code)) ? `${error.message} (${error.code})` : null
}

/**
 * Does what measures an image, so that it rejects with a `MeasureError` where engine, stream or data fail or the run's
 * deadline passes. An interrupt rejects with the signal's reason, a mistake of ours with itself.
 */
export async function measuring<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throwIfInterrupted(signal)
    if (error instanceof MeasureError) throw error
    const reason = signal.aborted ? String(signal.reason.message) : measureFailure(error)
    throw reason === null ? error : new MeasureError(reason, error)
  }
}

// Codes of sockets and of zlib; ERR_INVALID_ARG_TYPE and its like are mistakes in our own code.
const outsideCode = /^(E[A-Z]+|Z_[A-Z_]+|ZSTD_\w+|ERR_STREAM_PREMATURE_CLOSE|ERR_ZSTD\w*)$/
