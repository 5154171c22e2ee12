import { at } from '../github-answer.ts'
import { readBody } from './read-body.ts'
import { RegistryError } from './registry-error.ts'
import type { HttpAnswer } from './send.ts'

const largestAnswer = 100_000

/**
 * An answer that is no success, as a `RegistryError` that says what `what` is and what the registry says of it. Reads
 * the body.
 */
export async function statusError(answer: HttpAnswer, what: string): Promise<RegistryError> {
  const said = wordsIn(await readBody(answer, largestAnswer, what).catch(() => Buffer.alloc(0)))
  const { status, url } = answer
  const retryAfterMs = passing.has(status)
    ? askedMs(answer.headers['retry-after'], answer.headers.date)
    : null
  const message = `${url.host} answers ${status} for ${what}${said === '' ? '' : `: ${said}`}`
  return new RegistryError(kindOf(status), message, { retryAfterMs })
}

const passing = new Set([408, 429, 500, 502, 503, 504])

function kindOf(status: number): RegistryError['kind'] {
  if (status === 401 || status === 403) return 'denied'
  return status === 404 ? 'not-found' : 'failed'
}

/** What `Retry-After` asks for, in ms: seconds or a date (RFC 9110, section 10.2.3), as the server's clock has it. */
function askedMs(header: string | undefined, date: string | undefined): number {
  if (header !== undefined && /^\d+$/.test(header)) return Number(header) * 1000
  const wait = Date.parse(header ?? '') - Date.parse(date ?? '')
  return Number.isNaN(wait) ? 0 : Math.max(0, wait)
}

/** The registry's own words (OCI distribution-spec, "Error Codes"), on one line; empty when it has none. */
function wordsIn(body: Buffer): string {
  try {
    const first = at(JSON.parse(body.toString('utf8')), 'errors', '0')
    const parts = [at(first, 'code'), at(first, 'message')].filter((part) => typeof part === 'string')
    return parts.join(', ').replace(/\s+/g, ' ').trim().slice(0, 200)
  } catch (error) {
    if (error instanceof SyntaxError) return ''
    throw error
  }
}
