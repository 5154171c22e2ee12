import { isImageReference, isSameImage, parseImageReference } from '../config/values/image-reference.ts'
import type { Images } from '../effects/docker/docker.ts'
import type { PreparedBuild } from './build-plan.ts'
import type { BaseImage, BuildStep } from './built.ts'
import { digestOf } from './obtain-image.ts'
import type { Provenance, ProvenanceReading } from './provenance/provenance.ts'
import { baseOf, isFromScratch, type NamedBase } from './stage-images.ts'

/** The base of a build: what the builder's provenance says it took, else what the Dockerfile names. */
export async function baseImageOf(
  { plan, outline }: Pick<PreparedBuild, 'plan' | 'outline'>,
  steps: readonly BuildStep[],
  { provenance }: ProvenanceReading,
  images: Images,
): Promise<BaseImage | null> {
  if (provenance ? provenance.base === null : isFromScratch(outline, plan.settings)) return scratchBase
  return describeBase(baseOf(outline, plan.settings), provenance?.base ?? null, steps, images)
}

/**
 * What is known of a build's base image: its name as the Dockerfile has it, unless the builder took another one in its
 * place; its digest from the builder's provenance, from the engine or, when only the builder has pulled it,
 * from the name of the `FROM` step (`FROM docker.io/library/python:3@sha256:…`); its diffIDs when the engine has it.
 */
export async function describeBase(
  written: NamedBase | null,
  used: Provenance['base'],
  steps: readonly BuildStep[],
  images: Images,
): Promise<BaseImage | null> {
  const reference = referenceOf(written, used)
  if (reference === null) return null
  const image = await images.inspect(reference)
  const { repository, digest } = parseImageReference(reference)
  const known = image ? digestOf(image, repository) : null
  return {
    reference,
    digest: used?.digest ?? digest ?? known ?? stepDigest(reference, steps),
    diffIds: image?.diffIds ?? null,
  }
}

function referenceOf(written: NamedBase | null, used: Provenance['base']): string | null {
  const name = written?.reference.split('@')[0] ?? ''
  if (written && (!used || isSameImage(used.name, name))) return written.reference
  const familiar = used?.name.replace(/^docker\.io\/(?:library\/)?/, '') ?? ''
  return isImageReference(familiar) ? familiar : null
}

/** The base of an image that is built on nothing: no layers, which is known. */
export const scratchBase: BaseImage = { reference: 'scratch', digest: null, diffIds: [] }

// Stages with the same base share one step, which stands at the line of any of them.
function stepDigest(reference: string, steps: readonly BuildStep[]): string | null {
  for (const { name } of steps) {
    const [, image = '', digest = null] = / FROM ([^@\s]+)@(sha256:[0-9a-f]{64})\b/.exec(name) ?? []
    if (isSameImage(image, reference)) return digest
  }
  return null
}
