import { count, sentenceCase } from '../format.ts'
import type { ImageFacts } from './facts.ts'
import type { DiveJudgement, LimitResult } from './judgement.ts'
import type { Point } from './points.ts'

/** The worst point as a sentence, or for a pass what was asserted. */
export function reasonOf(
  points: readonly Point[],
  { probes }: ImageFacts,
  results: readonly LimitResult[],
  dive: DiveJudgement | null,
): string {
  const worst = (['fail', 'not-measured', 'warn'] as const)
    .map((verdict) => points.filter((point) => point.verdict === verdict))
    .find((ofVerdict) => ofVerdict.length > 0)
  if (worst) {
    const more = worst.length > 1 ? ` (and ${count(worst.length - 1, 'more reason')})` : ''
    return `${sentenceCase(worst[0]!.text)}${more}.`
  }
  const passed = probes.filter((probe) => !probe.informational && probe.status === 'pass').length
  const met = results.filter((result) => result.status === 'met').length
  const said = [
    ...(passed > 0 ? [`${count(passed, 'probe')} passed`] : []),
    ...(met > 0 ? [`${count(met, 'limit')} met`] : []),
    ...(dive && dive.rules.length > 0 ? [`${count(dive.rules.length, 'rule')} of ${dive.file} met`] : []),
  ]
  return `${sentenceCase(said.join(', '))}.`
}
