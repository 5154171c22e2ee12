import { execa } from 'execa'

/**
 * The endpoint that the docker client would use: `DOCKER_HOST`, else that of the current context, else the
 * default socket. Resolved once, so that the client and we speak to the same engine.
 */
export async function resolveEndpoint(environment: NodeJS.ProcessEnv): Promise<string> {
  if (environment.DOCKER_HOST) return environment.DOCKER_HOST
  const { stdout, exitCode } = await execa(
    'docker',
    ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
    { env: environment, extendEnv: false, reject: false, timeout: 10_000 },
  )
  return exitCode === 0 && stdout ? stdout.trim() : 'unix:///var/run/docker.sock'
}
