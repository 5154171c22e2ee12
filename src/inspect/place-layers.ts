import type { InstructionPlace, LayerInstruction } from '../build/layer-instruction.ts'
import { isMadeBy } from './made-by.ts'

/**
 * The instruction of the Dockerfile that made each layer. `createdBy` is the history's text of the layers above
 * the base image, bottom first. They are put side by side from the last one on, so that what a base image
 * brings (its `ONBUILD` triggers, its own layers where they are not known) is left over at the bottom: a
 * layer whose text fits none, and every layer below it, has null. So has a layer that could as well be of another
 * instruction.
 *
 * BuildKit makes a layer for each but a `WORKDIR` of `/`; the classic builder none for what changes no file,
 * which is told only where `baseIsKnown`.
 */
export function placeLayers(
  createdBy: readonly (string | null)[],
  instructions: readonly LayerInstruction[],
  baseIsKnown: boolean,
): (InstructionPlace | null)[] {
  const texts = createdBy.toReversed()
  const fromLast = instructions.toReversed()
  const classic = baseIsKnown && !texts.some((text) => text?.endsWith('# buildkit'))
  const canSkip = fromLast.map(({ keyword }) => classic || keyword === 'WORKDIR')
  const fits = texts.map((text) => fromLast.map((one) => text !== null && isMadeBy(text, one)))
  const candidates = bestPlaces(fits, canSkip)
  return candidates.toReversed().map((found) => {
    const [only, ...others] = [...found].map((index) => fromLast[index])
    return only && others.length === 0 ? placeOf(only) : null
  })
}

/**
 * For each layer the instructions that stand beside it in any best alignment: the most layers, then without
 * an instruction left that must have made one.
 */
function bestPlaces(fits: readonly (readonly boolean[])[], canSkip: readonly boolean[]): Set<number>[] {
  const score = scores(fits, canSkip)
  const at = (layer: number, instruction: number): number => score[layer]?.[instruction] ?? 0
  const found = fits.map(() => new Set<number>())
  let open = new Set([0])
  for (let layer = 0; open.size > 0; layer += 1) {
    const next = new Set<number>()
    // A Set gives what is added while it is read.
    for (const instruction of open) {
      const best = at(layer, instruction)
      if (canSkip[instruction] && at(layer, instruction + 1) === best) open.add(instruction + 1)
      if (fits[layer]?.[instruction] && at(layer + 1, instruction + 1) + 2 === best) {
        found[layer]?.add(instruction)
        next.add(instruction + 1)
      }
    }
    open = next
  }
  return found
}

// score[layer][instruction]: twice the layers placed from there on, plus one when no instruction is missing.
function scores(fits: readonly (readonly boolean[])[], canSkip: readonly boolean[]): number[][] {
  const score = Array.from({ length: fits.length + 1 }, () => new Array<number>(canSkip.length + 1).fill(0))
  for (let layer = fits.length; layer >= 0; layer -= 1) {
    const row = score[layer] as number[]
    row[canSkip.length] = 1
    for (let instruction = canSkip.length - 1; instruction >= 0; instruction -= 1) {
      const skipped = canSkip[instruction] ? (row[instruction + 1] ?? 0) : 0
      const placed = fits[layer]?.[instruction] ? 2 + (score[layer + 1]?.[instruction + 1] ?? 0) : 0
      row[instruction] = Math.max(skipped, placed)
    }
  }
  return score
}

function placeOf({ file, line, endLine, stage, copyFrom }: LayerInstruction): InstructionPlace {
  return { file, line, endLine, stage, copyFrom }
}
