import { isRecord, listAt, recordAt } from './json.ts'
import { layerChain } from './layer-chain.ts'
import type { Provenance, ProvenanceReading } from './provenance.ts'
import { isStep, type Step, toStep } from './step.ts'

/**
 * Reads what BuildKit's provenance in its mode `max` says of the layers (docs.docker.com, SLSA definitions of
 * BuildKit): the steps of the build, the lines of each in the Dockerfile, and the chain of layers after each. Takes a
 * predicate of version 0.2 or 1. What does not fit together gives a problem, never a guess.
 */
export function readProvenance(predicate: unknown): ProvenanceReading {
  const { definition, metadata } = partsOf(predicate)
  if (!definition || !metadata) return unusable('the provenance has no build steps')
  const steps = definition.map(toStep)
  if (!steps.every(isStep)) return unusable('a step of the provenance could not be read')
  const chain = layerChain(steps)
  if (chain.problem !== null) return unusable(chain.problem)
  const layersAfter = (step: string | null): number | null =>
    step === null ? 0 : countLayers(metadata, step)
  const all = layersAfter(chain.last)
  const known = chain.base === null ? 0 : layersAfter(chain.base.id)
  const baseLayers = known ?? (all === null ? null : all - chain.made.length)
  if (all !== null && baseLayers !== null && all !== baseLayers + chain.made.length) {
    return unusable('the layers of the provenance do not fit its steps')
  }
  const lines = chain.made.map((step) => linesOf(metadata, step))
  return { provenance: { base: baseOf(chain.base), baseLayers, lines }, problem: null }
}

function unusable(problem: string): ProvenanceReading {
  return { provenance: null, problem }
}

function partsOf(predicate: unknown): {
  definition: readonly unknown[] | null
  metadata: Readonly<Record<string, unknown>> | null
} {
  const details = recordAt(predicate, 'buildDefinition', 'internalParameters', 'buildConfig')
  if (details) {
    const metadata = recordAt(predicate, 'runDetails', 'metadata', 'buildkit_metadata')
    return { definition: listAt(details, 'llbDefinition'), metadata }
  }
  const metadata = recordAt(predicate, 'metadata', 'https://mobyproject.org/buildkit@v1#metadata')
  return { definition: listAt(recordAt(predicate, 'buildConfig'), 'llbDefinition'), metadata }
}

// A step that is not part of the image, or whose layers the store did not keep, has an empty chain.
function countLayers(metadata: Readonly<Record<string, unknown>>, step: string): number | null {
  const chains = listAt(recordAt(metadata, 'layers'), `${step}:0`) ?? []
  const [chain] = chains.filter((one): one is unknown[] => Array.isArray(one) && one.length > 0)
  return chain?.length ?? null
}

// The Dockerfile is the first source; others are what a frontend made up.
function linesOf(metadata: Readonly<Record<string, unknown>>, step: string): number[] {
  const locations = listAt(recordAt(metadata, 'source', 'locations', step), 'locations') ?? []
  return locations.flatMap((location) => {
    if (!isRecord(location) || (location.sourceIndex ?? 0) !== 0) return []
    const starts = (listAt(location, 'ranges') ?? []).map((range) => recordAt(range, 'start')?.line)
    const lines = starts.filter((line): line is number => Number.isSafeInteger(line))
    return lines.length > 0 ? [lines.reduce((least, line) => Math.min(least, line))] : []
  })
}

function baseOf(step: Step | null): Provenance['base'] {
  const [name = '', digest = null] = step?.image?.split('@') ?? []
  return name === '' ? null : { name, digest }
}
