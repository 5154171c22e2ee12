import type { World } from '../effects/world.ts'
import type { BuildUpdate } from './build-update.ts'
import { type BuildxCall, buildxArguments } from './buildx-args.ts'
import { provenanceEnvironment } from './provenance/metadata-file.ts'
import { readRawJson } from './rawjson-update.ts'

/**
 * Builds with `docker buildx build` and hands on what it reports. Resolves with true when the client says that the
 * image is built and loaded. `environment` is added to the child's allow-listed one.
 */
export async function runBuildx(
  call: BuildxCall,
  environment: Readonly<Record<string, string>>,
  onUpdate: (update: BuildUpdate) => void,
  world: Pick<World, 'dockerCli' | 'signal' | 'runner'>,
): Promise<boolean> {
  const result = await world.dockerCli.run(buildxArguments(call), {
    onLine: (line) => {
      if (line !== '') onUpdate(readRawJson(line))
    },
    signal: world.signal,
    extraEnv: { ...environment, ...provenanceEnvironment },
    cwd: world.runner.context.directory,
  })
  return result.exitCode === 0
}
