import type { BuiltPair, BuiltSide } from '../build/built.ts'
import { sideError } from '../build/side-error.ts'
import type { InspectedImage } from './image.ts'
import { type ImageToInspect, type InspectWorld, inspectImages } from './inspect-images.ts'
import { MeasureError } from './measure-error.ts'
import type { FindWorld } from './stored/find-stored.ts'
import { inspectStoredSides } from './stored/inspect-sides.ts'

/** A pair, measured. A side that could not be is null, and its `BuiltSide` carries the error. */
export interface InspectedPair {
  readonly pair: BuiltPair
  readonly before: InspectedImage | null
  readonly after: InspectedImage | null
}

/** What measuring a pair needs of the world. */
export interface InspectPairWorld extends FindWorld {
  /** Null where no side is an image of an engine. */
  readonly engine: InspectWorld | null
}

/**
 * Measures the images of a pair: together where the same place has both, so that shared layers are read once; where
 * that fails, each by itself, so that one broken image does not hide the other. Rejects with a `UserError` for what
 * the user must correct.
 */
export async function inspectPair(pair: BuiltPair, world: InspectPairWorld): Promise<InspectedPair> {
  const { before, after } = pair
  if (!before || !canBeInspected(before) || !canBeInspected(after)) return inspectEach(pair, world)
  if ((before.stored === null) !== (after.stored === null)) return inspectEach(pair, world)
  try {
    const [first, second] = await inspectSides([before, after], world)
    return { pair, before: first ?? null, after: second ?? null }
  } catch (error) {
    if (error instanceof MeasureError) return inspectEach(pair, world)
    throw error
  }
}

async function inspectEach(pair: BuiltPair, world: InspectPairWorld): Promise<InspectedPair> {
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
  world: InspectPairWorld,
): Promise<{ side: BuiltSide; inspected: InspectedImage | null }> {
  if (!canBeInspected(side)) return { side, inspected: null }
  try {
    const [inspected = null] = await inspectSides([side], world)
    return { side, inspected }
  } catch (error) {
    if (!(error instanceof MeasureError)) throw error
    const failure = sideError({ stage: 'inspect', kind: 'failed', message: error.message })
    return { side: { ...side, error: failure }, inspected: null }
  }
}

// One side or both, either all in an engine or all stored.
async function inspectSides(sides: readonly BuiltSide[], world: InspectPairWorld): Promise<InspectedImage[]> {
  const { engine } = world
  if (sides.every(({ stored }) => stored !== null)) return inspectStoredSides(sides, world)
  if (!engine) throw new Error('an image of an engine is to be measured, and no engine was asked for')
  const [first, second] = sides.map(wanted)
  if (!first) return []
  if (!second) return [(await inspectImages({ before: null, after: first }, engine)).after]
  const { before, after } = await inspectImages({ before: first, after: second }, engine)
  return before ? [before, after] : [after]
}

function wanted({ imageId, base, instructions, provenance }: BuiltSide): ImageToInspect {
  return { id: imageId ?? '', baseDiffIds: base?.diffIds ?? null, instructions, provenance }
}

function canBeInspected(side: BuiltSide): boolean {
  return side.imageId !== null || side.stored !== null
}
