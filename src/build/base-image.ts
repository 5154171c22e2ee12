import type { Images } from '../effects/docker/docker.ts'
import type { BaseImage, BuildStep } from './built.ts'
import { parseImageReference } from './image-reference.ts'
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

function stepDigest(base: NamedBase, steps: readonly BuildStep[]): string | null {
  const step = steps.find(({ line, name }) => line === base.line && / FROM /.test(name))
  return /@(sha256:[0-9a-f]{64})\b/.exec(step?.name ?? '')?.[1] ?? null
}
