import { isSameImage, parseImageReference } from '../config/values/image-reference.ts'
import type { Images } from '../effects/docker/docker.ts'
import type { BaseImage, BuildStep } from './built.ts'
import { digestOf } from './obtain-image.ts'
import type { NamedBase } from './stage-images.ts'

/**
 * What is known of a build's base image: its digest from the engine or, when only the builder has pulled it, from the
 * name of the `FROM` step (`FROM docker.io/library/python:3@sha256:…`); its diffIDs when the engine has it.
 */
export async function describeBase(
  base: NamedBase | null,
  steps: readonly BuildStep[],
  images: Images,
): Promise<BaseImage | null> {
  if (!base) return null
  const image = await images.inspect(base.reference)
  const { repository, digest } = parseImageReference(base.reference)
  const known = image ? digestOf(image, repository) : null
  return {
    reference: base.reference,
    digest: digest ?? known ?? stepDigest(base, steps),
    diffIds: image?.diffIds ?? null,
  }
}

/** The base of an image that is built on nothing: no layers, which is known. */
export const scratchBase: BaseImage = { reference: 'scratch', digest: null, diffIds: [] }

// Stages with the same base share one step, which stands at the line of any of them.
function stepDigest({ reference }: NamedBase, steps: readonly BuildStep[]): string | null {
  for (const { name } of steps) {
    const [, image = '', digest = null] = / FROM ([^@\s]+)@(sha256:[0-9a-f]{64})\b/.exec(name) ?? []
    if (isSameImage(image, reference)) return digest
  }
  return null
}
