import { type Readable, Transform } from 'node:stream'
import { refusal } from './registry-error.ts'
import { connectionError, type HttpAnswer } from './send.ts'

/** Reads a whole body of at most `most` bytes. Rejects with a `RegistryError` for a longer or broken one. */
export async function readBody({ body, url }: HttpAnswer, most: number, what: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > most) throw refusal('failed', `${what} is longer than the ${most} bytes that it may have`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw connectionError(`${what} did not come whole from ${url.host}`, error)
  }
  return Buffer.concat(chunks)
}

/**
 * A body as a stream of exactly `size` bytes. It ends with a `RegistryError` where the body is longer, at once, or
 * shorter. Destroying it ends the connection.
 */
export function exactBody({ body, url, headers }: HttpAnswer, size: number, what: string): Readable {
  const says = headers['content-length']
  if (says !== undefined && Number(says) !== size) {
    body.on('error', () => {}).destroy()
    throw refusal('failed', `${what} has ${says} bytes at ${url.host}, its manifest names ${size}`)
  }
  let read = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length
      if (read <= size) done(null, chunk)
      else done(refusal('failed', `${what} is longer than the ${size} bytes that its manifest names`))
    },
    flush(done) {
      done(read === size ? null : refusal('failed', `${what} ended after ${read} of ${size} bytes`))
    },
  })
  body.on('error', (error) => {
    meter.destroy(connectionError(`${what} did not come whole from ${url.host}`, error) as Error)
  })
  meter.once('close', () => body.destroy())
  return body.pipe(meter)
}
