import { parseImageReference } from '../config/values/image-reference.ts'
import { Stopped } from '../effects/stop.ts'
import type { World } from '../effects/world.ts'
import type { SideError } from './built.ts'
import { errorKind } from './error-kind.ts'
import { sideError } from './side-error.ts'

/**
 * Pulls an image with the docker client, which knows the credential helpers, and undoes it when the run
 * ends: an image that was not there is removed, one that the pull replaced gets its name back. Null when it went well; else why not.
 * Rejects when the run is interrupted.
 */
export async function pullImage(
  reference: string,
  platform: string | null,
  world: Pick<World, 'docker' | 'dockerCli' | 'cleanup' | 'signal' | 'runner'>,
): Promise<SideError | null> {
  const before = await world.docker.images.inspect(reference)
  world.cleanup.defer(`put back ${reference}`, () => putBack(reference, before?.id ?? null, world))
  world.runner.log.info(`docker pull ${reference}`)
  const result = await world.dockerCli.run(
    ['pull', ...(platform === null ? [] : [`--platform=${platform}`]), '--', reference],
    { onLine: (line) => world.runner.log.debug(line), signal: world.signal, extraEnv: {}, cwd: null },
  )
  if (world.signal.aborted) return stopped(reference, world.signal.reason)
  if (result.exitCode === 0) return null
  const words = reasonOf(result.lines)
  return pullError(`${reference}: ${words}`, errorKind(words), result.lines.slice(-20))
}

// The client of a classic store asks for a login instead of saying why it needs one.
function reasonOf(lines: readonly string[]): string {
  if (lines.some((line) => line.startsWith('Login prior to pull'))) return 'authentication required'
  return (lines.at(-1) ?? 'no output').replace(/^Error response from daemon: /, '')
}

async function putBack(
  reference: string,
  before: string | null,
  { docker }: Pick<World, 'docker'>,
): Promise<void> {
  const now = await docker.images.inspect(reference)
  if (!now || now.id === before) return
  const { repository, tag, digest } = parseImageReference(reference)
  if (before === null || digest !== null) return docker.images.remove(reference)
  await docker.images.tag(before, repository, tag ?? 'latest')
  const left = await docker.images.inspect(now.id)
  if (left && left.repoTags.length === 0) await docker.images.remove(now.id)
}

function stopped(reference: string, reason: unknown): SideError {
  if (!(reason instanceof Stopped) || reason.by !== 'deadline') throw reason
  return pullError(`${reference} was still being pulled when ${reason.message}`, 'timeout', [])
}

function pullError(message: string, kind: SideError['kind'], log: readonly string[]): SideError {
  const lines = log.length > 0 ? log.join('\n') : null
  return sideError({ stage: 'pull', kind, message, log: lines })
}
