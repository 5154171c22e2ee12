import { readFile } from 'node:fs/promises'
import { ifThere } from '../../system-error.ts'
import { dockerConfigFile } from '../docker-config.ts'
import { at } from '../github-answer.ts'
import { askHelper } from './credential-helper.ts'
import { refusal } from './registry-error.ts'

/** How to log in at a registry: with a password, or with a token that buys tokens. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string }

/**
 * What the docker client knows of a registry, found as it finds it (docker/cli, `cli/config/configfile`): the helper
 * that `credHelpers` names for it, else the one of `credsStore`, else `auths` of `config.json`, which `docker login`
 * and docker/login-action write. Null when it knows nothing. Rejects with a `RegistryError` for a file or helper that
 * fails.
 */
export async function readCredentials(
  key: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials | null> {
  const path = dockerConfigFile(environment)
  const text = await ifThere(readFile(path, 'utf8'))
  if (text === null) return null
  const config = parse(text, path)
  const helper = textAt(config, 'credHelpers', key) || textAt(config, 'credsStore')
  return helper ? askHelper(helper, key, environment, signal) : fromAuths(at(config, 'auths'), key)
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw refusal('failed', `${path} is no JSON document`)
    throw error
  }
}

function fromAuths(auths: unknown, key: string): Credentials | null {
  if (typeof auths !== 'object' || auths === null) return null
  const other = Object.keys(auths).find((name) => hostOf(name) === hostOf(key))
  const entry = at(auths, key) ?? (other === undefined ? null : at(auths, other))
  const token = textAt(entry, 'identitytoken')
  if (token) return { kind: 'identity-token', token }
  const decoded = Buffer.from(textAt(entry, 'auth'), 'base64').toString('utf8')
  const [, username = '', password = ''] = /^([^:]*):([\s\S]*?)\0*$/.exec(decoded) ?? []
  return username === '' || password === '' ? null : { kind: 'password', username, password }
}

/** Older clients wrote a whole address. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}
