import type { Cause, ImageDiff } from './image-diff.ts'

/** Most causes that are named. */
const mostCauses = 5
/** Part of the difference that need not be named. */
const unnamedPart = 0.05

/**
 * The causes with the largest differences until what is left, growth and shrinkage both counted as such, is no
 * more than 5 % of `size` (the whole difference in bytes), or five are named; the rest as a sum. Causes without
 * bytes are none.
 */
export function nameCauses(
  causes: readonly Cause[],
  size: number,
): { readonly [Field in 'causes' | 'causesRest']: NonNullable<ImageDiff[Field]> } {
  const sorted = causes.filter(({ delta }) => delta !== 0).sort(byDelta)
  let unnamed = sorted.reduce((sum, { delta }) => sum + Math.abs(delta), 0)
  let named = 0
  for (const { delta } of sorted.slice(0, mostCauses)) {
    if (unnamed <= Math.abs(size) * unnamedPart) break
    unnamed -= Math.abs(delta)
    named++
  }
  const rest = sorted.slice(named)
  const restDelta = rest.reduce((sum, { delta }) => sum + delta, 0)
  return { causes: sorted.slice(0, named), causesRest: { delta: restDelta, count: rest.length } }
}

function byDelta(one: Cause, other: Cause): number {
  return Math.abs(other.delta) - Math.abs(one.delta) || (keyOf(one) < keyOf(other) ? -1 : 1)
}

function keyOf({ owner: { kind, manager, name } }: Cause): string {
  return JSON.stringify([name, kind, manager])
}
