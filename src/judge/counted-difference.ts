import type { Limit } from '../config/config.ts'
import type { BaseDiff, ImageDiff } from '../diff/image-diff.ts'
import { byteDelta, bytes } from '../format.ts'
import type { ImageFacts } from './facts.ts'
import type { LimitResult } from './judgement.ts'
import { afterProblem, nothingBefore, sideProblem } from './problem.ts'

/**
 * The difference that a relative limit is about. `delta` and `before` in bytes, `actual` in the limit's unit, and
 * `note` tells what of it is left out or could not be; empty for the usual case.
 */
export interface CountedDifference {
  readonly delta: number
  readonly before: number
  readonly actual: number
  readonly note: string
}

/**
 * What of a difference counts for `max-increase` and `min-decrease`, in bytes: without the change of a base image
 * that moved, which is not from this change. Where that is not known, the whole.
 */
export function countedBytes({ delta, base }: Pick<ImageDiff, 'delta' | 'base'>): number {
  return delta.size - (leftOut(base) ?? 0)
}

/** The bytes of a base image that moved; null where nothing is left out of the difference. */
export function leftOut({ change, delta }: BaseDiff): number | null {
  return change === 'moved' ? delta : null
}

/**
 * The difference for one limit, or why there is none. A percentage is that of the whole before image, base included:
 * the number beside it in every table. One of 0 bytes has no value.
 */
export function countedDifference(
  limit: Limit,
  { pair, before, after, diff }: ImageFacts,
): CountedDifference | Pick<LimitResult, 'status' | 'actual' | 'reason'> {
  const nothing = nothingBefore(pair)
  if (nothing !== null) return { status: 'not-applicable', actual: null, reason: nothing }
  if (!after) return notMeasured(afterProblem(pair))
  if (!before) return notMeasured(sideProblem(pair.before, 'before'))
  if (!diff) return notMeasured('the two images could not be compared')
  const delta = countedBytes(diff)
  const counted = { delta, before: before.size, note: baseNote(diff.base) }
  if (limit.unit === 'bytes') return { ...counted, actual: delta }
  if (before.size === 0) {
    return notMeasured(`the before image has ${bytes(before.size)}: a difference has no percentage of that`)
  }
  return { ...counted, actual: (delta / before.size) * 100 }
}

function notMeasured(reason: string): Pick<LimitResult, 'status' | 'actual' | 'reason'> {
  return { status: 'not-measured', actual: null, reason }
}

function baseNote(base: BaseDiff): string {
  const moved = leftOut(base)
  if (moved !== null) return `, without the moved base image's ${byteDelta(moved)}`
  const isUnsplit = base.change === 'unknown' || (base.change === 'moved' && base.delta === null)
  return isUnsplit ? `; whatever the base image changed by is in it: ${base.problem}` : ''
}
