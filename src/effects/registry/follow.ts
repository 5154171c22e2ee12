import { mayGoTo } from './address.ts'
import { refusal } from './registry-error.ts'
import type { HttpAnswer, HttpRequest, Send } from './send.ts'

/** A registry sends to a store, the store perhaps to a mirror; more is a circle. */
const mostRedirects = 5

/**
 * Gets an address and goes where the answers point to. The `Authorization` header stays with the origin that it was
 * meant for. Rejects with a `RegistryError` for a redirect to where a registry may not send us.
 */
export async function follow(request: HttpRequest, registry: URL, send: Send): Promise<HttpAnswer> {
  let next = request
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await send(next)
    if (!redirects.has(answer.status)) return answer
    await answer.discard()
    next = { ...next, ...redirected(next, answer, registry) }
  }
  throw refusal('failed', `${request.url.host} redirects more than ${mostRedirects} times`)
}

const redirects = new Set([301, 302, 303, 307, 308])

function redirected(
  { url, headers }: HttpRequest,
  answer: HttpAnswer,
  registry: URL,
): Pick<HttpRequest, 'url' | 'headers'> {
  const location = answer.headers.location ?? ''
  const target = URL.canParse(location, url.href) ? new URL(location, url.href) : null
  if (location === '' || target === null || !mayGoTo(target, registry)) {
    const where = target === null || location === '' ? 'nowhere' : `${target.protocol}//${target.host}`
    throw refusal('failed', `${url.host} redirects to ${where}, where nothing is fetched from`)
  }
  if (target.origin === url.origin) return { url: target, headers }
  const { authorization: _, ...rest } = headers
  return { url: target, headers: rest }
}
