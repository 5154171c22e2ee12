import type { InstructionPlace, LayerInstruction } from '../build/layer-instruction.ts'
import type { Provenance, ProvenanceReading } from '../build/provenance/provenance.ts'
import type { LinesFrom } from './image.ts'
import { placeLayers } from './place-layers.ts'

/** What the build stage knows of how an image was made. */
export interface KnownOfBuild {
  /** diffIDs of the base image, bottom first; null when the engine does not have it. */
  readonly baseDiffIds: readonly string[] | null
  readonly instructions: readonly LayerInstruction[]
  /** Null for an image that was not built here. */
  readonly provenance: ProvenanceReading | null
}

/** Where an image's layers come from: how many are the base's (null when that is not known), and the place of each. */
export interface PlacedLayers {
  readonly baseCount: number | null
  readonly places: readonly (InstructionPlace | null)[]
  readonly linesFrom: LinesFrom | null
}

/**
 * Finds base and lines of an image's layers: from the builder's provenance where it fits the image, else from the
 * base's diffIDs and the Dockerfile. `createdBy` is the history's text of each layer. With a provenance, the Dockerfile
 * is asked only for a layer whose step stands on no single line of an instruction: triggers of `ONBUILD`,
 * which BuildKit gives the line of the `FROM` that runs them.
 */
export function placeOwnLayers(
  diffIds: readonly string[],
  createdBy: readonly (string | null)[],
  known: KnownOfBuild,
): PlacedLayers {
  const { baseDiffIds, instructions, provenance } = known
  const engineCount = countBase(diffIds, baseDiffIds)
  const fitting = fittingProvenance(provenance, diffIds.length, engineCount)
  const baseCount = fitting.provenance ? diffIds.length - fitting.provenance.lines.length : engineCount
  const texts = diffIds.map((_, index) => createdBy[index] ?? null).slice(baseCount ?? 0)
  const byText = placeLayers(texts, instructions, baseCount !== null)
  const own = byText.map((place, index) => byLines(fitting.provenance?.lines[index], instructions) ?? place)
  const places = [...new Array<null>(baseCount ?? 0).fill(null), ...own]
  if (provenance === null) return { baseCount, places, linesFrom: null }
  const source = fitting.provenance ? 'provenance' : 'dockerfile'
  return { baseCount, places, linesFrom: { source, why: fitting.problem } }
}

/** How many layers come from the base; null when it is unknown or the image does not start with it. */
function countBase(diffIds: readonly string[], base: readonly string[] | null): number | null {
  return base?.every((diffId, index) => diffIds[index] === diffId) ? base.length : null
}

// Where the builder kept no list of layers, only a base that the engine knows shows that no layer is missing.
function fittingProvenance(
  reading: ProvenanceReading | null,
  layers: number,
  engineCount: number | null,
): { provenance: Provenance | null; problem: string | null } {
  if (!reading?.provenance) return { provenance: null, problem: reading?.problem ?? null }
  const base = reading.provenance.baseLayers ?? engineCount
  if (base === null) {
    return { provenance: null, problem: 'the provenance does not say where the base image ends' }
  }
  if (base + reading.provenance.lines.length === layers) return { ...reading }
  return { provenance: null, problem: 'the provenance does not have the layers of the image' }
}

function byLines(
  lines: readonly number[] | undefined,
  instructions: readonly LayerInstruction[],
): InstructionPlace | null {
  const [only, ...others] = instructions.filter(({ line }) => lines?.includes(line))
  if (!only || others.length > 0) return null
  const { file, line, endLine, stage, copyFrom } = only
  return { file, line, endLine, stage, copyFrom }
}
