import { join } from 'node:path'

/**
 * Where the docker client keeps what its user chose and logged in to (docker/cli, `cli/config`): `config.json` in
 * `DOCKER_CONFIG`, else in `.docker` of the home directory.
 */
export function dockerConfigFile(environment: NodeJS.ProcessEnv): string {
  const home = environment.HOME ?? environment.USERPROFILE ?? ''
  return join(environment.DOCKER_CONFIG || join(home, '.docker'), 'config.json')
}
