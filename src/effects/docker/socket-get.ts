import { connect } from 'node:net'
import { finished } from 'node:stream/promises'
import { ResponseHead } from './response-head.ts'
import type { Take } from './take.ts'

// All that a socket holds comes at once.
const bufferSize = 256 * 1024

/**
 * Gets a path of an engine at a Unix socket and hands the body of the answer on. All of it comes through one buffer: the
 * chunks of a stream would be as much new memory as the body has bytes, and collecting that costs more than reading it.
 *
 * HTTP/1.0, so that the body is what comes until the engine closes: whoever takes it must see that it is whole.
 * Out: what `take` failed with, which is no failure of the engine, or null. Rejects with the socket's error, with the
 * signal's reason, and for a status other than 200 with an error as dockerode's are: `statusCode` and `json`.
 */
export async function getOverSocket(
  { socketPath, path }: { readonly socketPath: string; readonly path: string },
  take: Take,
  signal: AbortSignal,
): Promise<{ readonly error: unknown } | null> {
  const head = new ResponseHead()
  let failed: { readonly error: unknown } | null = null
  let busy: Promise<void> | null = null
  const fail = (error: unknown): void => {
    failed ??= { error }
    socket.destroy()
  }
  const handOn = (body: Buffer): boolean => {
    try {
      const room = take(body)
      if (!room) return true
      busy = room.then(() => {
        socket.resume()
      }, fail)
    } catch (error) {
      fail(error)
    }
    return false
  }
  const callback = (length: number, { buffer }: Uint8Array): boolean => {
    const chunk = Buffer.from(buffer, 0, length)
    const body = head.isGood ? chunk : head.add(chunk)
    return body === null || handOn(body)
  }
  const onread = { buffer: Buffer.allocUnsafeSlow(bufferSize), callback }
  const socket = connect({ path: socketPath, onread })
  socket.write(`GET ${path} HTTP/1.0\r\nHost: docker\r\n\r\n`)
  // Without anyone who listens to its data it would not come to its end.
  socket.resume()
  const ended = await finished(socket, { writable: false, signal }).then(
    () => null,
    (error: unknown) => ({ error: signal.aborted ? signal.reason : error }),
  )
  socket.destroy()
  // The socket may end while its last bytes are still being taken.
  await busy
  if (failed) return failed
  if (ended) throw ended.error
  head.refuseBad()
  return null
}
