import { readFile } from 'node:fs/promises'
import { UserError } from '../../errors.ts'
import { dockerConfigFile } from '../docker-config.ts'
import { loadExeca } from '../load-execa.ts'

/**
 * The endpoint that the docker client would use: `DOCKER_HOST`, else that of the current context, else the
 * default socket. Resolved once, so that the client and we speak to the same engine. A context that does not exist is
 * a `UserError`: another engine than the one that was meant must not be used.
 */
export async function resolveEndpoint(environment: NodeJS.ProcessEnv): Promise<string> {
  if (environment.DOCKER_HOST) return environment.DOCKER_HOST
  if (!(await choosesContext(environment))) return defaultEndpoint
  const { execa } = await loadExeca()
  const { stdout, stderr, exitCode, code } = await execa(
    'docker',
    ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
    { env: environment, extendEnv: false, reject: false, timeout: 10_000 },
  )
  if (exitCode === 0 && stdout) return stdout.trim()
  if (code !== 'ENOENT' && /context not found/.test(stderr)) throw unknownContext(stderr)
  return defaultEndpoint
}

const defaultEndpoint = 'unix:///var/run/docker.sock'

// Most users have no context but the default one, and starting the client to be told so takes longer than all else here.
async function choosesContext({ DOCKER_CONTEXT, ...environment }: NodeJS.ProcessEnv): Promise<boolean> {
  if (DOCKER_CONTEXT) return true
  // The client goes on without a file that is not there or that it cannot read.
  const text = await readFile(dockerConfigFile(environment), 'utf8').catch(() => '')
  return text.includes('"currentContext"')
}

function unknownContext(said: string): UserError {
  const name = /context "(.*?)"/.exec(said)?.[1] ?? ''
  return new UserError(
    `The docker context ${name} does not exist`,
    'docker context ls; docker context use NAME',
  )
}
