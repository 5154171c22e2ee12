import type { Image } from '../inspect/image.ts'
import { type Group, groupOwners } from './group-owners.ts'
import type { AlignedLayer, Cause, ImageDiff } from './image-diff.ts'
import { nameCauses } from './name-causes.ts'
import { placeOf } from './place-cause.ts'

/**
 * Why the size differs: each changed package under the one that brought or took it along, every other owner by
 * itself, and the bytes that later layers hide. They add up to after size − before size, or this throws: that is
 * a bug. Named until 95 % of the difference is covered or five are; null where the owners of a side are not known.
 */
export function diffCauses(
  before: Image,
  after: Image,
  aligned: readonly AlignedLayer[],
): Pick<ImageDiff, 'causes' | 'causesRest'> {
  const groups = groupOwners(before, after)
  if (!groups) return { causes: null, causesRest: null }
  const causes = [
    ...groups.map((group) => causeOf(group, before, after, aligned)),
    ...wastedCause(before, after, aligned),
  ]
  const sum = causes.reduce((total, { delta }) => total + delta, 0)
  if (sum !== after.size - before.size) {
    throw new Error(`the causes add up to ${sum} bytes, not to ${after.size - before.size}`)
  }
  return nameCauses(causes, sum)
}

function causeOf(group: Group, before: Image, after: Image, aligned: readonly AlignedLayer[]): Cause {
  const { owner, change, pulledIn, recommended, delta, shares } = group
  const place = placeOf(change, delta, shares, { before, after, aligned })
  return { owner, change, pulledIn, recommended, ...place, delta }
}

function wastedCause(before: Image, after: Image, aligned: readonly AlignedLayer[]): Cause[] {
  const delta = after.wasted - before.wasted
  const shares = {
    before: before.layers.map(({ wasted }, layer) => [layer, wasted] as const),
    after: after.layers.map(({ wasted }, layer) => [layer, wasted] as const),
  }
  const version = { before: null, after: null }
  const owner = { kind: 'wasted', manager: null, name: 'wasted', version } as const
  const change = before.wasted === 0 ? 'added' : after.wasted === 0 ? 'removed' : 'changed'
  const place = placeOf(change, delta, shares, { before, after, aligned })
  return delta === 0 ? [] : [{ owner, change, pulledIn: [], recommended: 0, ...place, delta }]
}
