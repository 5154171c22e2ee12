import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'

/**
 * Hands every chunk of a stream to `take`, one after the other; the stream waits while `take` does. Iterating over
 * the stream would copy chunks that come together into one, which costs as much as reading them. Rejects with what
 * `take` fails with, after which the stream is destroyed, and with what the stream fails with.
 */
export async function eachChunk(
  stream: Readable,
  take: (chunk: Buffer) => void | Promise<void>,
): Promise<void> {
  let failure: { readonly error: unknown } | null = null
  let busy: Promise<void> | null = null
  const fail = (error: unknown): void => {
    failure ??= { error }
    stream.destroy()
  }
  stream.on('data', (chunk: Buffer) => {
    if (failure) return
    try {
      const room = take(chunk)
      if (!room) return
      stream.pause()
      busy = room.then(() => {
        stream.resume()
      }, fail)
    } catch (error) {
      fail(error)
    }
  })
  const ended = await finished(stream, { writable: false }).then(
    () => null,
    (error: unknown) => ({ error }),
  )
  // The stream may end while its last chunk is still being taken.
  await busy
  const problem = failure ?? ended
  if (problem) throw problem.error
}
