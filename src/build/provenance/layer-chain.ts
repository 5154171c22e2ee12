import type { Step } from './step.ts'

/**
 * The steps that made an image's layers. `base` is the step that looked up the image at the bottom, null for none;
 * `made` has the ID of a step for each layer above, bottom first; `last` is the step that the image was taken from.
 */
export type LayerChain =
  | {
      readonly base: Step | null
      readonly made: readonly string[]
      readonly last: string | null
      readonly problem: null
    }
  | { readonly problem: string }

/** A layer and what lies below it; shared between the steps, so that a build of n steps needs no n² of room. */
interface Layer {
  readonly step: Step
  readonly maker: string
  readonly below: Layer | null
  readonly height: number
}

/** Merges of merges double with every step; no engine has an image of more than some hundred layers. */
const mostLayers = 10_000

/** Follows the steps of a build, each of which comes after its inputs, to the image that the last one returns. */
export function layerChain(steps: readonly Step[]): LayerChain {
  const tops = new Map<string, Layer | null>()
  for (const step of steps) {
    const top = topOf(step, tops)
    if (top === undefined) return { problem: 'the steps of the provenance do not follow each other' }
    tops.set(step.id, top)
  }
  const result = steps.at(-1)
  if (result?.kind !== 'result') return { problem: 'the provenance does not say which step gave the image' }
  const layers = fromBottom(tops.get(result.id) ?? null)
  const base = layers[0]?.step.kind === 'image' ? layers[0].step : null
  const made = layers.slice(base ? 1 : 0)
  if (made.some(({ step }) => step.kind === 'image'))
    return { problem: 'the image is merged from several images' }
  return { base, made: made.map(({ maker }) => maker), last: stepOf(result.below), problem: null }
}

/** The highest layer after a step; undefined when an input is not known. */
function topOf(step: Step, tops: ReadonlyMap<string, Layer | null>): Layer | null | undefined {
  const below = step.below === null ? null : outputOf(step.below, tops)
  if (below === undefined) return undefined
  if (step.kind === 'image') return layerOn(null, step, step.id)
  if (step.kind === 'layer') return layerOn(below, step, step.id)
  return step.kind === 'merge' ? mergedOn(below, step, tops) : below
}

// What a merge puts on top belongs to the instruction that merges: COPY --link.
function mergedOn(
  below: Layer | null,
  merge: Step,
  tops: ReadonlyMap<string, Layer | null>,
): Layer | null | undefined {
  let top = below
  for (const input of merge.above) {
    const added = outputOf(input, tops)
    if (added === undefined) return undefined
    if ((top?.height ?? 0) + (added?.height ?? 0) > mostLayers) return undefined
    for (const { step } of fromBottom(added)) top = layerOn(top, step, merge.id)
  }
  return top
}

function layerOn(below: Layer | null, step: Step, maker: string): Layer {
  return { step, maker, below, height: (below?.height ?? 0) + 1 }
}

function fromBottom(top: Layer | null): Layer[] {
  const layers: Layer[] = []
  for (let at = top; at; at = at.below) layers.push(at)
  return layers.reverse()
}

// The file system is a step's first output; others are those of its further mounts.
function outputOf(input: string, tops: ReadonlyMap<string, Layer | null>): Layer | null | undefined {
  return input.endsWith(':0') ? tops.get(stepOf(input) ?? '') : undefined
}

function stepOf(input: string | null): string | null {
  return input?.replace(/:\d+$/, '') ?? null
}
