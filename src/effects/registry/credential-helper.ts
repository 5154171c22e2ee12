import { childEnvironment } from '../child-environment.ts'
import { at } from '../github-answer.ts'
import { loadExeca } from '../load-execa.ts'
import type { Credentials } from './credentials.ts'
import { refusal } from './registry-error.ts'

const helperTimeoutMs = 30_000

/**
 * Asks the program `docker-credential-NAME` for a registry's credentials (docker/docker-credential-helpers): the
 * registry on its standard input, JSON on its output. Null when it has none. Its environment is that of every docker
 * client here. Rejects with a `RegistryError` when it is missing, fails or answers something else.
 */
export async function askHelper(
  name: string,
  key: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials | null> {
  const program = `docker-credential-${name}`
  if (!/^[\w.-]+$/.test(name)) throw refusal('failed', `the credential helper ${program} has no valid name`)
  const { DOCKER_HOST: _, ...env } = childEnvironment(environment, '')
  const { execa } = await loadExeca()
  const { code, exitCode, stdout, timedOut } = await execa(program, ['get'], {
    ...{ env, extendEnv: false, input: key, reject: false, stderr: 'ignore' },
    ...{ cancelSignal: signal, timeout: helperTimeoutMs, forceKillAfterDelay: 1000, maxBuffer: 1_000_000 },
  })
  signal.throwIfAborted()
  if (exitCode === 0) return readAnswer(stdout, program)
  // The words by which the docker client knows it too.
  if (stdout.includes('credentials not found in native keychain')) return null
  const why =
    code === 'ENOENT' ? 'is not on PATH' : timedOut ? 'does not answer' : `fails with ${exitCode ?? code}`
  throw refusal('denied', `${program}, which docker's config.json names for ${key}, ${why}`)
}

function readAnswer(stdout: string, program: string): Credentials | null {
  const answer = parse(stdout)
  const [username, secret] = [at(answer, 'Username'), at(answer, 'Secret')]
  if (typeof username !== 'string' || typeof secret !== 'string') {
    throw refusal('failed', `${program} answers something else than credentials`)
  }
  if (secret === '') return null
  if (username === '<token>') return { kind: 'identity-token', token: secret }
  return { kind: 'password', username, password: secret }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
