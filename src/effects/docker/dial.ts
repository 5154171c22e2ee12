import type { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { toReadable } from './readable.ts'

/**
 * A request whose answer is a stream, for the calls that dockerode or its types lack. `options` become
 * the query; `file` the body. Rejects as dockerode does.
 */
export async function dialStream(
  client: Dockerode,
  request: {
    readonly path: string
    readonly method: 'GET' | 'POST'
    readonly options: Readonly<Record<string, unknown>>
    readonly file?: Readable
    readonly signal?: AbortSignal
  },
): Promise<Readable> {
  const { signal, ...rest } = request
  return new Promise((resolve, reject) => {
    const dial = { ...rest, isStream: true, statusCodes, ...(signal && { abortSignal: signal }) }
    client.modem.dial(dial, (error: unknown, stream: unknown) => {
      if (error) reject(error)
      else resolve(toReadable(stream as NodeJS.ReadableStream))
    })
  })
}

const statusCodes = { 200: true, 400: 'bad parameter', 404: 'not found', 500: 'server error' }
