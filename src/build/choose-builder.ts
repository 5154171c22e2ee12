import type { EngineInfo } from '../effects/docker/docker.ts'
import type { DockerCli } from '../effects/docker-cli.ts'
import { UserError } from '../errors.ts'

/** How images are built in this run, the same for both sides. */
export type Builder =
  | { readonly kind: 'buildx'; readonly version: string }
  /** The engine's own API; `buildkit` is false for Podman. `why` says why not buildx. */
  | { readonly kind: 'engine-api'; readonly buildkit: boolean; readonly why: string }

/**
 * Chooses buildx where the client has one that reports its progress as JSON (0.13, February 2024), else the engine's
 * API. Podman always builds through its API: buildx would need a builder container there.
 */
export async function chooseBuilder(
  engine: Promise<Pick<EngineInfo, 'store'>>,
  dockerCli: Pick<DockerCli, 'buildxVersion'>,
): Promise<Builder> {
  const [{ store }, version] = await Promise.all([engine, versionOrNone(dockerCli)])
  if (store === 'podman') return { kind: 'engine-api', buildkit: false, why: 'the engine is Podman' }
  if (version === null) {
    return { kind: 'engine-api', buildkit: true, why: 'the docker client has no buildx' }
  }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 0 || minor >= 13) return { kind: 'buildx', version }
  return { kind: 'engine-api', buildkit: true, why: `buildx ${version} is older than 0.13` }
}

async function versionOrNone(dockerCli: Pick<DockerCli, 'buildxVersion'>): Promise<string | null> {
  try {
    return await dockerCli.buildxVersion()
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}
