import { at } from '../github-answer.ts'
import { mayGoTo, type RegistryAddress } from './address.ts'
import type { Challenge } from './challenge.ts'
import type { Credentials } from './credentials.ts'
import { follow } from './follow.ts'
import { readBody } from './read-body.ts'
import { refusal } from './registry-error.ts'
import type { HttpRequest, Send } from './send.ts'
import { statusError } from './status-error.ts'

type Bearer = Challenge & { readonly scheme: 'bearer' }

const largestAnswer = 1_000_000

/**
 * Gets a token from where the registry says (distribution.github.io/distribution/spec/auth/token and …/oauth): with
 * a password, without, or against an identity token. Rejects with a `RegistryError`; with `denied` when the place
 * refuses the credentials.
 */
export async function fetchToken(
  challenge: Bearer,
  credentials: Credentials | null,
  address: RegistryAddress,
  send: Send,
): Promise<string> {
  const realm = URL.canParse(challenge.realm) ? new URL(challenge.realm) : null
  if (realm === null || !mayGoTo(realm, address.origin)) {
    const where = realm === null ? 'an address that is none' : `${realm.protocol}//${realm.host}`
    throw refusal('failed', `${address.host} sends to ${where} for a token, where nothing is fetched from`)
  }
  const request = tokenRequest(realm, challenge, credentials, `repository:${address.repository}:pull`)
  const answer = await follow(request, address.origin, send)
  if (answer.status !== 200) throw await statusError(answer, `a token for ${address.host}`)
  const body = await readBody(answer, largestAnswer, `a token for ${address.host}`)
  const token = tokenIn(body.toString('utf8'))
  if (token === null) throw refusal('failed', `${realm.host} answers without a token for ${address.host}`)
  return token
}

function tokenRequest(
  realm: URL,
  { service, scope }: Bearer,
  credentials: Credentials | null,
  ownScope: string,
): HttpRequest {
  const parameters = new URLSearchParams({ ...(service !== null && { service }), scope: scope ?? ownScope })
  if (credentials?.kind === 'identity-token') {
    parameters.set('grant_type', 'refresh_token')
    parameters.set('client_id', 'image-size-guard')
    parameters.set('refresh_token', credentials.token)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return { method: 'POST', url: realm, headers, body: parameters.toString() }
  }
  const url = new URL(realm)
  for (const [name, value] of parameters) url.searchParams.append(name, value)
  const headers = credentials === null ? {} : { authorization: basic(credentials) }
  return { method: 'GET', url, headers, body: null }
}

/** The header for a name and a password (RFC 7617). */
export function basic({ username, password }: Credentials & { readonly kind: 'password' }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function tokenIn(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text)
    const found = [at(answer, 'token'), at(answer, 'access_token')].find(
      (value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value),
    )
    return typeof found === 'string' ? found : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
