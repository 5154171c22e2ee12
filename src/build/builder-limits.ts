import type { BuildSettings } from '../config/config.ts'
import type { World } from '../effects/world.ts'
import { UserError } from '../errors.ts'
import type { Builder } from './choose-builder.ts'

/**
 * Refuses, before anything is built, what the chosen builder cannot do: a `UserError` names the inputs. Without buildx
 * these are secrets, ssh, caches, build contexts and builders; with buildx's docker driver on the classic
 * image store it is the export of a cache.
 */
export async function refuseUnsupported(
  builder: Builder,
  settings: BuildSettings,
  world: Pick<World, 'docker' | 'dockerCli' | 'signal'>,
): Promise<void> {
  if (builder.kind === 'engine-api') return refuseWithoutBuildx(builder.why, settings)
  const exports = settings.cacheTo.filter((entry) => !/(?:^|,)type=inline(?:,|$)/.test(entry))
  if (exports.length === 0) return
  const [driver, { store }] = await Promise.all([driverOf(settings.builder, world), world.docker.info()])
  if (driver !== 'docker' || store === 'containerd') return
  throw new UserError(
    `cache-to: ${exports[0]} needs another builder: buildx's docker driver cannot export a cache from this engine's image store`,
    'add the step docker/setup-buildx-action before this one, or remove cache-to',
  )
}

/** The driver of a builder (the current one for null), such as `docker` or `docker-container`; null when unknown. */
export async function driverOf(
  builder: string | null,
  world: Pick<World, 'dockerCli' | 'signal'>,
): Promise<string | null> {
  const { lines } = await world.dockerCli.run(
    ['buildx', 'inspect', ...(builder === null ? [] : ['--', builder])],
    {
      onLine: () => undefined,
      signal: world.signal,
      extraEnv: {},
      cwd: null,
    },
  )
  return /^Driver:\s+(\S+)/m.exec(lines.join('\n'))?.[1] ?? null
}

function refuseWithoutBuildx(why: string, settings: BuildSettings): void {
  const needs = {
    secrets: settings.secrets.length > 0,
    ssh: settings.ssh.length > 0,
    'cache-from': settings.cacheFrom.length > 0,
    'cache-to': settings.cacheTo.length > 0,
    'build-contexts': Object.keys(settings.buildContexts).length > 0,
    builder: settings.builder !== null,
  }
  const inputs = Object.entries(needs).flatMap(([input, needed]) => (needed ? [input] : []))
  if (inputs.length === 0) return
  throw new UserError(
    `${inputs.join(', ')}: not possible without docker buildx (${why})`,
    'install the buildx plugin of the docker client (version 0.13 or newer), or remove the input',
  )
}
