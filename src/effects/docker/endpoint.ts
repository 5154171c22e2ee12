import { execa } from 'execa'
import { UserError } from '../../errors.ts'

/**
 * The endpoint that the docker client would use: `DOCKER_HOST`, else that of the current context, else the
 * default socket. Resolved once, so that the client and we speak to the same engine. A context that does not exist is
 * a `UserError`: another engine than the one that was meant must not be used.
 */
export async function resolveEndpoint(environment: NodeJS.ProcessEnv): Promise<string> {
  if (environment.DOCKER_HOST) return environment.DOCKER_HOST
  const { stdout, stderr, exitCode, code } = await execa(
    'docker',
    ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
    { env: environment, extendEnv: false, reject: false, timeout: 10_000 },
  )
  if (exitCode === 0 && stdout) return stdout.trim()
  if (code !== 'ENOENT' && /context not found/.test(stderr)) throw unknownContext(stderr)
  return 'unix:///var/run/docker.sock'
}

function unknownContext(said: string): UserError {
  const name = /context "(.*?)"/.exec(said)?.[1] ?? ''
  return new UserError(
    `The docker context ${name} does not exist`,
    'docker context ls; docker context use NAME',
  )
}
