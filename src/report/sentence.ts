import { byteDelta, byteRow, bytes, percent } from '../format.ts'
import { leftOut } from '../judge/counted-difference.ts'
import type { ImageFacts } from '../judge/facts.ts'
import type { Verdict } from '../judge/judgement.ts'
import { afterProblem, sideProblem } from '../judge/problem.ts'
import { verdictWords } from './verdict.ts'

/** Verdict and difference in one sentence of our own words: `Passed: 246 MB smaller (30.1%), 818 MB → 572 MB.` */
export function sentenceOf(facts: ImageFacts, verdict: Verdict): string {
  return `${verdictWords[verdict]}: ${differenceWords(facts)}.`
}

/** True when a sentence already says what a reason says, which is a sentence too. */
export function tells(sentence: string, reason: string): boolean {
  return sentence.toLowerCase().includes(reason.toLowerCase().replace(/\.$/, ''))
}

function differenceWords({ pair, before, after, diff }: ImageFacts): string {
  if (!after) return afterProblem(pair)
  if (pair.change === 'alone') return `${bytes(after.size)}${wastedWords(after.wasted)}`
  if (pair.change === 'new') return `new image of ${bytes(after.size)}`
  if (!before || !diff) {
    const why = before ? 'the two images could not be compared' : sideProblem(pair.before, 'before')
    return `the difference is unknown because ${why}; the after image has ${bytes(after.size)}`
  }
  const { size, percent: share } = diff.delta
  const moved = leftOut(diff.base) || null
  const base = moved === null ? '' : `; the base image moved: ${byteDelta(moved)}, not from this change`
  if (size === 0) return `unchanged at ${bytes(after.size)}${base}`
  const [from, to] = byteRow([before.size, after.size])
  const relative = share === null ? '' : ` (${percent(Math.abs(share))})`
  return `${bytes(Math.abs(size))} ${size < 0 ? 'smaller' : 'larger'}${relative}, ${from} → ${to}${base}`
}

function wastedWords(wasted: number): string {
  return wasted === 0 ? '' : `, ${bytes(wasted)} of it wasted`
}
