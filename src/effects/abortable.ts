import type { Readable } from 'node:stream'

/**
 * Waits for a stream that the engine was asked for, and destroys it when the signal aborts, also if it comes
 * only after that. Rejects with the signal's reason, or with what the request rejects with.
 */
export async function abortable(request: Promise<Readable>, signal: AbortSignal): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(signal.reason)
    signal.addEventListener('abort', refuse, { once: true })
    if (signal.aborted) refuse()
    request.then((stream) => {
      signal.removeEventListener('abort', refuse)
      if (signal.aborted) stream.destroy()
      else resolve(destroyedOn(signal, stream))
    }, reject)
  })
}

function destroyedOn(signal: AbortSignal, stream: Readable): Readable {
  const destroy = (): void => {
    stream.destroy(new Error('aborted', { cause: signal.reason }))
  }
  signal.addEventListener('abort', destroy, { once: true })
  stream.once('close', () => signal.removeEventListener('abort', destroy))
  return stream
}
