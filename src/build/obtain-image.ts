import { parseImageReference } from '../config/values/image-reference.ts'
import type { ImageDetails } from '../effects/docker/docker.ts'
import type { World } from '../effects/world.ts'
import { age } from '../format.ts'
import type { BuiltSide, SideError } from './built.ts'
import { platformMismatch } from './platform.ts'
import { pullImage } from './pull-image.ts'
import { sideError } from './side-error.ts'

/** An image that was asked for by name, or why it cannot be had. */
export type ObtainedImage =
  | {
      readonly reference: string
      readonly imageId: string
      readonly pulled: NonNullable<BuiltSide['pulled']>
      readonly error: null
    }
  | { readonly reference: string; readonly imageId: null; readonly pulled: null; readonly error: SideError }

/**
 * The image of an `image:REF` source: the engine's own one, else pulled; with `pull` always refreshed. `fresh` tells
 * that it was pulled just now. Throws a `UserError` when `reference` is not the name of an image; rejects when the run
 * is interrupted.
 */
export async function obtainImage(
  reference: string,
  settings: { readonly platform: string | null; readonly pull: boolean },
  world: Pick<World, 'docker' | 'dockerCli' | 'cleanup' | 'signal' | 'runner' | 'clock'>,
): Promise<ObtainedImage> {
  const { repository } = parseImageReference(reference)
  const failed = (error: SideError): ObtainedImage => ({ reference, imageId: null, pulled: null, error })
  const local = await world.docker.images.inspect(reference)
  const usable = local !== null && !settings.pull && platformMismatch(settings.platform, local) === null
  const error = usable ? null : await pullImage(reference, settings.platform, world)
  if (error) return failed(error)
  const image = usable ? local : await world.docker.images.inspect(reference)
  const problem = image ? platformMismatch(settings.platform, image) : 'the engine does not have it'
  if (!image || problem !== null) {
    const message = `${reference} was pulled, but ${problem}`
    return failed(sideError({ stage: 'pull', kind: 'unsupported', message }))
  }
  const pulled = { digest: digestOf(image, repository), createdAt: image.created, fresh: !usable }
  world.runner.log.info(describe(reference, pulled, world.clock.now()))
  return { reference, imageId: image.id, pulled, error: null }
}

/** The digest that the engine knows for an image under this repository's name; null when it has none. */
export function digestOf(image: ImageDetails, repository: string): string | null {
  const familiar = repository.replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '')
  const entries = image.repoDigests.map((entry) => entry.split('@'))
  const own = entries.find(([name]) => name === familiar || name === repository)
  return own?.[1] ?? null
}

function describe(reference: string, pulled: NonNullable<BuiltSide['pulled']>, now: number): string {
  const created = Date.parse(pulled.createdAt ?? '')
  const made = Number.isNaN(created) ? 'age unknown' : `made ${age(now - created)}`
  return `${reference}: ${pulled.digest ?? 'no digest known'}, ${made}`
}
