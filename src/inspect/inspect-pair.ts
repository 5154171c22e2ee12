import type { BuiltPair, BuiltSide } from '../build/built.ts'
import type { InspectedImage } from './image.ts'
import { type ImageToInspect, type InspectWorld, inspectImages } from './inspect-images.ts'
import { MeasureError } from './measure-error.ts'

/** A pair, measured. A side that could not be is null, and its `BuiltSide` carries the error. */
export interface InspectedPair {
  readonly pair: BuiltPair
  readonly before: InspectedImage | null
  readonly after: InspectedImage | null
}

/**
 * Measures the images of a pair: together, so that shared layers are read once; where that fails, each by
 * itself, so that one broken image does not hide the other.
 */
export async function inspectPair(pair: BuiltPair, world: InspectWorld): Promise<InspectedPair> {
  const before = wanted(pair.before)
  const after = wanted(pair.after)
  if (!before || !after) return inspectEach(pair, world)
  try {
    return { pair, ...(await inspectImages({ before, after }, world)) }
  } catch (error) {
    if (error instanceof MeasureError) return inspectEach(pair, world)
    throw error
  }
}

async function inspectEach(pair: BuiltPair, world: InspectWorld): Promise<InspectedPair> {
  const before = pair.before && (await inspectSide(pair.before, world))
  const after = await inspectSide(pair.after, world)
  return {
    pair: { ...pair, before: before?.side ?? null, after: after.side },
    before: before?.inspected ?? null,
    after: after.inspected,
  }
}

async function inspectSide(
  side: BuiltSide,
  world: InspectWorld,
): Promise<{ side: BuiltSide; inspected: InspectedImage | null }> {
  const image = wanted(side)
  if (!image) return { side, inspected: null }
  try {
    return { side, inspected: (await inspectImages({ before: null, after: image }, world)).after }
  } catch (error) {
    if (!(error instanceof MeasureError)) throw error
    const place = { step: null, file: null, line: null, log: null }
    const failure = { stage: 'inspect', kind: 'failed', message: error.message, ...place } as const
    return { side: { ...side, error: failure }, inspected: null }
  }
}

function wanted(side: BuiltSide | null): ImageToInspect | null {
  if (!side?.imageId) return null
  const { imageId, base, instructions, provenance } = side
  return { id: imageId, baseDiffIds: base?.diffIds ?? null, instructions, provenance }
}
