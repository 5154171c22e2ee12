import { connectDocker } from '../effects/docker/connect.ts'
import { resolveEndpoint } from '../effects/docker/endpoint.ts'
import type { Runner } from '../effects/runner.ts'
import { systemClock } from '../effects/system-clock.ts'
import { sweep } from '../sweep/sweep.ts'

/** Removes what killed runs left on this machine and in its engine, and says what. Resolves with exit code 0. */
export async function sweepAll(runner: Runner, environment: NodeJS.ProcessEnv): Promise<0> {
  const docker = await connectDocker(await resolveEndpoint(environment), environment)
  const swept = await sweep(docker, runner.context.temporaryDirectory, systemClock.now())
  for (const [what, names] of Object.entries(swept)) {
    for (const name of names) runner.log.info(`removed from ${what}: ${name}`)
  }
  if (Object.values(swept).every((names) => names.length === 0)) runner.log.info('nothing was left to remove')
  return 0
}
