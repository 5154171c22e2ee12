import type { RegistryAddress } from './address.ts'
import { readChallenge } from './challenge.ts'
import { type Credentials, readCredentials } from './credentials.ts'
import { RegistryError, refusal } from './registry-error.ts'
import type { HttpAnswer, Send } from './send.ts'
import { basic, fetchToken } from './token.ts'

/** Who we are for one registry, as it asked for it. */
export interface Login {
  /** The `Authorization` header to send; null as long as the registry has not asked for one. */
  header(): string | null
  /**
   * Answers a 401: gets another header than `used`, which was refused. Rejects with a `RegistryError` of kind `denied`
   * that says what to do.
   */
  renew(refused: HttpAnswer, used: string | null): Promise<void>
  /** The error for a registry that refuses us although we did what it asked for; `answer` is how. */
  denied(answer: RegistryError): RegistryError
}

export interface LoginWorld {
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Called with every secret before it is used. */
  readonly secret: (value: string) => void
}

/** A login that reads the docker client's credentials once, when the registry first asks. */
export function createLogin(address: RegistryAddress, send: Send, world: LoginWorld): Login {
  let current: string | null = null
  let renewing: Promise<string> | null = null
  let reading: Promise<Credentials | null> | null = null
  let credentials: Credentials | null = null
  const make = async (refused: HttpAnswer): Promise<string> => {
    reading ??= readCredentials(address.credentialKey, world.environment, world.signal)
    credentials = await reading
    if (credentials) world.secret(credentials.kind === 'password' ? credentials.password : credentials.token)
    return headerFor(refused, credentials, address, send, world)
  }
  return {
    header: () => current,
    denied: (answer) => deniedError(address, credentials, answer),
    async renew(refused, used) {
      // Several requests may be refused at once; one renewal serves them all.
      if (current !== used) return
      renewing ??= make(refused).finally(() => {
        renewing = null
      })
      current = await renewing
    },
  }
}

async function headerFor(
  refused: HttpAnswer,
  credentials: Credentials | null,
  address: RegistryAddress,
  send: Send,
  { secret }: LoginWorld,
): Promise<string> {
  const challenge = readChallenge(refused.headers['www-authenticate'])
  if (challenge?.scheme === 'basic' && credentials?.kind === 'password') {
    const header = basic(credentials)
    secret(header.slice('Basic '.length))
    return header
  }
  if (challenge?.scheme !== 'bearer') throw deniedError(address, credentials, null)
  try {
    const token = await fetchToken(challenge, credentials, address, send)
    secret(token)
    return `Bearer ${token}`
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'denied')
      throw deniedError(address, credentials, error)
    throw error
  }
}

function deniedError(
  { host, repository }: RegistryAddress,
  credentials: Credentials | null,
  answer: RegistryError | null,
): RegistryError {
  const login = host === 'docker.io' ? 'docker login' : `docker login ${host}`
  const advice = `run ${login} before, or add the step docker/login-action to the job`
  const said = answer === null ? '' : ` (${answer.message})`
  return refusal(
    'denied',
    credentials === null
      ? `${host} does not show ${repository} without a login, or has none; ${advice}${said}`
      : `${host} refuses the credentials that docker has for it, or has no ${repository} for them; ${advice}${said}`,
  )
}
