import type { Limit } from '../config/config.ts'
import { byteRow, percentRow } from '../format.ts'
import { countedDifference } from './counted-difference.ts'
import type { ImageFacts } from './facts.ts'
import type { LimitResult } from './judgement.ts'
import { afterProblem } from './problem.ts'

/** What a limit says of the facts, before an override is looked at. */
export type Evaluation = Pick<LimitResult, 'status' | 'actual' | 'reason'>

/** True for a limit on the difference of the two sides; an override covers only these. */
export function isRelative(limit: Pick<Limit, 'name'>): boolean {
  return limit.name === 'max-increase' || limit.name === 'min-decrease'
}

/** Evaluates one limit. `noiseFloor` in bytes: a growth below it meets `max-increase`. */
export function evaluate(limit: Limit, facts: ImageFacts, noiseFloor: number): Evaluation {
  switch (limit.name) {
    case 'max-size':
      return maxSize(limit, facts)
    case 'max-wasted':
      return maxWasted(limit, facts)
    case 'max-increase':
      return maxIncrease(limit, facts, noiseFloor)
    case 'min-decrease':
      return minDecrease(limit, facts)
  }
}

function maxSize(limit: Limit, { pair, after }: ImageFacts): Evaluation {
  if (!after) return notMeasured(afterProblem(pair))
  if (limit.unit !== 'bytes') return notMeasured('max-size is a number of bytes')
  return atMost(limit, after.size, after.size > limit.limit)
}

function maxWasted(limit: Limit, { pair, after }: ImageFacts): Evaluation {
  if (!after) return notMeasured(afterProblem(pair))
  if (limit.unit === 'bytes') return atMost(limit, after.wasted, after.wasted > limit.limit)
  const share = after.wasted === 0 ? 0 : (after.wasted / after.size) * 100
  return atMost(limit, share, after.wasted * 100 > limit.limit * after.size)
}

function maxIncrease(limit: Limit, facts: ImageFacts, noiseFloor: number): Evaluation {
  const difference = countedDifference(limit, facts)
  if ('status' in difference) return difference
  const { delta, before, actual, note } = difference
  if (Number.isFinite(actual) && Math.abs(delta) < noiseFloor) {
    const [change, floor] = byteRow([Math.abs(delta), noiseFloor])
    return {
      status: 'met',
      actual,
      reason: `a change of ${change} is below the noise floor of ${floor}${note}`,
    }
  }
  const crossed = limit.unit === 'bytes' ? delta > limit.limit : delta * 100 > limit.limit * before
  return withNote(atMost(limit, actual, crossed), note)
}

function minDecrease(limit: Limit, facts: ImageFacts): Evaluation {
  const difference = countedDifference(limit, facts)
  if ('status' in difference) return difference
  const decrease = 0 - difference.delta
  const crossed =
    limit.unit === 'bytes' ? decrease < limit.limit : decrease * 100 < limit.limit * difference.before
  const actual = 0 - difference.actual
  const [is, wanted] = words(limit, [Math.abs(actual), limit.limit])
  const what = actual < 0 ? `an increase of ${is}` : `a decrease of ${is}`
  const over = `${what} is not the required decrease of ${wanted}`
  return withNote(judged(actual, crossed, over, `${what} reaches ${wanted}`), difference.note)
}

function withNote(evaluation: Evaluation, note: string): Evaluation {
  return { ...evaluation, reason: `${evaluation.reason}${note}` }
}

function atMost(limit: Limit, actual: number, crossed: boolean): Evaluation {
  const [is, most] = words(limit, [actual, limit.limit])
  return judged(actual, crossed, `${is} is over the limit of ${most}`, `${is} is within the limit of ${most}`)
}

function judged(actual: number, crossed: boolean, over: string, within: string): Evaluation {
  if (!Number.isFinite(actual)) return notMeasured('the measured value is not a number')
  return { status: crossed ? 'crossed' : 'met', actual, reason: crossed ? over : within }
}

function notMeasured(reason: string): Evaluation {
  return { status: 'not-measured', actual: null, reason }
}

function words(limit: Limit, values: readonly number[]): string[] {
  return limit.unit === 'bytes' ? byteRow(values) : percentRow(values)
}
