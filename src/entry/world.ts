import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Cleanup } from '../effects/cleanup.ts'
import { connectDocker } from '../effects/docker/connect.ts'
import { resolveEndpoint } from '../effects/docker/endpoint.ts'
import { createDockerCli } from '../effects/docker-cli.ts'
import { createGit } from '../effects/git.ts'
import { createLayerCache, type LayerCache } from '../effects/layer-cache.ts'
import { createMark, directoryName } from '../effects/mark.ts'
import { createOctokitGitHub } from '../effects/octokit-github.ts'
import { createRegistries } from '../effects/registry/registries.ts'
import type { Runner } from '../effects/runner.ts'
import type { StopSignals } from '../effects/stop.ts'
import { systemClock } from '../effects/system-clock.ts'
import type { World } from '../effects/world.ts'

/**
 * Connects a run with the machine. Its temporary directory is one of its own, marked as everything else, so
 * that a later sweep can tell it from that of a run at work; `cleanup` removes it. Rejects with a
 * `UserError` for an endpoint that cannot be used.
 */
export async function createWorld(
  runner: Runner,
  config: Config,
  environment: NodeJS.ProcessEnv,
  stop: Pick<StopSignals, 'signal' | 'interrupted'>,
  cleanup: Cleanup,
): Promise<World> {
  const mark = await createMark(systemClock.now(), config.timeoutMs)
  const temporaryDirectory = join(runner.context.temporaryDirectory, directoryName(mark))
  await mkdir(temporaryDirectory, { mode: 0o700 })
  cleanup.defer(`remove ${temporaryDirectory}`, () =>
    rm(temporaryDirectory, { recursive: true, force: true }),
  )
  const host = await resolveEndpoint(environment)
  return {
    runner: { ...runner, context: { ...runner.context, temporaryDirectory } },
    docker: await connectDocker(host, environment),
    dockerCli: createDockerCli(environment, host),
    git: createGit(environment),
    github: (token) =>
      createOctokitGitHub({
        token,
        apiUrl: runner.context.apiUrl,
        repository: runner.context.repository ?? '',
        clock: systemClock,
        signal: stop.interrupted,
        warn: (line) => runner.log.warning(line),
      }),
    registry: createRegistries({
      insecure: config.insecureRegistries,
      environment,
      clock: systemClock,
      signal: stop.signal,
      secret: (value) => runner.secret(value),
    }),
    layerCache: layerCacheOf(config.cacheDirectory, runner),
    clock: systemClock,
    cleanup,
    mark,
    signal: stop.signal,
  }
}

// What keeps something between runs without being told is the entry's choice, and a directory by now.
function layerCacheOf(cache: Config['cacheDirectory'], { log }: Runner): LayerCache | null {
  if (cache.kind !== 'directory') return null
  return createLayerCache(cache.path, (problem) => log.warning(problem))
}
