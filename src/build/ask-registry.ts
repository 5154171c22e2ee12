import type { Source } from '../config/config.ts'
import { parseImageReference } from '../config/values/image-reference.ts'
import { RegistryError } from '../effects/registry/registry-error.ts'
import { Stopped, throwIfInterrupted } from '../effects/stop.ts'
import type { World } from '../effects/world.ts'
import type { BuiltSide, SideError } from './built.ts'
import { sideError } from './side-error.ts'

/**
 * Asks a registry what a reference points at, before anything is measured: so a tag that moves, a login that is missing
 * or an image that is not there is known at once. What it points at is kept for the reading.
 *
 * Out: where the image lies and what it was found by, or the side's error. Rejects when the run is interrupted.
 */
export async function askRegistry(
  source: Extract<Source, { kind: 'registry' }>,
  platform: string | null,
  { registry, runner, signal }: Pick<World, 'registry' | 'runner' | 'signal'>,
): Promise<Pick<BuiltSide, 'stored' | 'error'> & Partial<Pick<BuiltSide, 'resolvedBy'>>> {
  const reference = parseImageReference(source.reference)
  try {
    const { digest, mediaType } = await registry(reference).root()
    runner.log.info(`${source.reference}: ${digest}`)
    const under = reference.digest === null ? `the tag ${reference.tag ?? 'latest'}` : 'that digest'
    const of = /index|manifest\.list/.test(mediaType)
      ? `the image for ${platform ?? 'the processor of this machine'} in the index under ${under}`
      : `the manifest under ${under}`
    return { stored: source, resolvedBy: of, error: null }
  } catch (error) {
    throwIfInterrupted(signal)
    return { stored: null, error: refusalOf(error, source.reference, signal) }
  }
}

function refusalOf(error: unknown, reference: string, { reason }: AbortSignal): SideError {
  if (error instanceof RegistryError)
    return sideError({ stage: 'pull', kind: error.kind, message: error.message })
  if (!(reason instanceof Stopped)) throw error
  const message = `${reference} was still being looked up when ${reason.message}`
  return sideError({ stage: 'pull', kind: 'timeout', message })
}
