import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { codeOf } from '../../system-error.ts'
import { at } from '../github-answer.ts'
import { RegistryError } from './registry-error.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** An answer whose body must be read or discarded. `url` is where it came from. */
export interface HttpAnswer {
  readonly url: URL
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
  /** Lets the body go, and the connection serve again where little was left. */
  readonly discard: () => Promise<void>
}

/** One request and its answer, whatever its status; redirects are not followed, nothing is decompressed. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>

/** ms to connect, until the headers come, and between two parts of a body. */
const limits = { connect: 15_000, headers: 30_000, body: 60_000 }

/**
 * Sends over undici, which gives the bytes of a body as they are, and through the proxy that the environment names
 * for an address, as the client for GitHub does. Loaded at the first request, since it is slow to load. The signal
 * ends requests and bodies with its reason; a server that cannot be reached is a `RegistryError`.
 */
export function createSend(signal: AbortSignal): Send {
  let loading: ReturnType<typeof load> | null = null
  return async ({ method, url, headers, body }) => {
    loading ??= load()
    const { request, dispatcherFor } = await loading
    try {
      const answer = await request(url, {
        method,
        headers: { 'user-agent': 'image-size-guard', 'accept-encoding': 'identity', ...headers },
        body,
        signal,
        dispatcher: dispatcherFor(url),
        headersTimeout: limits.headers,
        bodyTimeout: limits.body,
      })
      const discard = (): Promise<void> => answer.body.dump()
      return { url, status: answer.statusCode, headers: answer.headers, body: answer.body, discard }
    } catch (error) {
      signal.throwIfAborted()
      throw connectionError(`${url.host} cannot be reached`, error)
    }
  }
}

async function load(): Promise<{
  readonly request: typeof import('undici').request
  readonly dispatcherFor: (url: URL) => Dispatcher
}> {
  const [{ Agent, request }, { HttpClient }] = await Promise.all([
    import('undici'),
    import('@actions/http-client'),
  ])
  // Of our own: the one of the process may be of another version, that of Node.
  const direct = new Agent({ connect: { timeout: limits.connect } })
  const byOrigin = new Map<string, Dispatcher>()
  return {
    request,
    dispatcherFor(url) {
      const dispatcher = byOrigin.get(url.origin) ?? new HttpClient().getAgentDispatcher(url.href) ?? direct
      byOrigin.set(url.origin, dispatcher)
      return dispatcher
    },
  }
}

/** A connection that failed, as a `RegistryError`; anything without a code is a bug and is handed on. */
export function connectionError(what: string, error: unknown): unknown {
  const code = codeOf(error)
  if (code === null) return error
  const lasting =
    /^(ENOTFOUND|ECONNREFUSED|EPROTO|CERT_|ERR_|SELF_SIGNED|DEPTH_|UNABLE_TO|UND_ERR_(INVALID|ABORTED))/
  const words = String(at(error, 'message') || 'no connection')
  const message = `${what}: ${words} (${code})`
  return new RegistryError('failed', message, {
    retryAfterMs: lasting.test(code) ? null : 0,
    cause: error,
  })
}
