import { count } from '../format.ts'
import type { ImageFacts, JudgeOptions } from './facts.ts'
import type { DiveJudgement, LimitResult, Verdict } from './judgement.ts'
import { isRelative } from './limits.ts'
import { afterProblem, sideProblem } from './problem.ts'

/** One thing that speaks against a pass. `text` is our own words, without a full stop. */
export interface Point {
  readonly verdict: Exclude<Verdict, 'pass'>
  readonly text: string
}

/** Everything that speaks against a pass, the most telling of each verdict first. */
export function pointsOf(
  facts: ImageFacts,
  results: readonly LimitResult[],
  options: JudgeOptions,
  dive: DiveJudgement | null,
): readonly Point[] {
  return [
    ...afterPoints(facts),
    ...probePoints(facts),
    ...results.flatMap((result) => limitPoints(result, facts, options)),
    ...divePoints(dive),
    ...differencePoints(facts, results),
    ...untrackedPoints(facts),
    ...(dive && dive.rules.length > 0 ? [] : nothingAsserted(facts, results)),
  ]
}

/** True when a before side that does not build only warns: on a push there is nobody left to repair it first. */
export function isExcusedOnPush({ pair, after }: ImageFacts, { event }: JudgeOptions): boolean {
  const stage = pair.before?.error?.stage
  return event === 'push' && after !== null && (stage === 'build' || stage === 'prepare')
}

function afterPoints({ pair, after }: ImageFacts): Point[] {
  return after ? [] : [{ verdict: 'not-measured', text: afterProblem(pair) }]
}

function probePoints({ probes }: ImageFacts): Point[] {
  const asserted = probes.filter((probe) => !probe.informational)
  const failed = asserted.filter((probe) => probe.status === 'fail').length
  const unknown = asserted.filter((probe) => probe.status === 'error').length
  const all = count(asserted.length, 'probe')
  return [
    ...(failed > 0 ? [{ verdict: 'fail', text: `${failed} of ${all} failed` } as const] : []),
    ...(unknown > 0
      ? [{ verdict: 'not-measured', text: `${unknown} of ${all} could not be evaluated` } as const]
      : []),
  ]
}

function limitPoints(result: LimitResult, facts: ImageFacts, options: JudgeOptions): Point[] {
  const name = limitName(result)
  switch (result.status) {
    case 'crossed':
      return [{ verdict: result.level, text: `${name} is crossed: ${result.reason}` }]
    case 'not-measured': {
      if (!facts.after) return []
      const verdict = isRelative(result) && isExcusedOnPush(facts, options) ? 'warn' : 'not-measured'
      return [{ verdict, text: `${name} could not be evaluated: ${result.reason}` }]
    }
    case 'covered':
      return [{ verdict: 'warn', text: `${name} is covered by the override label: ${result.reason}` }]
    case 'met':
    case 'not-applicable':
      return []
  }
}

function divePoints(dive: DiveJudgement | null): Point[] {
  const crossed = dive?.rules.filter(({ passed }) => !passed) ?? []
  return crossed.map(({ name }) => ({ verdict: 'fail', text: `${dive?.file}: ${name} is crossed` }) as const)
}

/** The name of a limit as it is configured: the warn twin of `max-size` is `warn-max-size`. */
export function limitName({ name, level }: Pick<LimitResult, 'name' | 'level'>): string {
  return level === 'warn' ? `warn-${name}` : name
}

function differencePoints(
  { pair, after, before, diff }: ImageFacts,
  results: readonly LimitResult[],
): Point[] {
  if (pair.change !== 'pair' || !after || diff || results.some(isRelative)) return []
  const why = before ? 'the two images could not be compared' : sideProblem(pair.before, 'before')
  return [{ verdict: 'warn', text: `the difference is unknown: ${why}` }]
}

function untrackedPoints({ pair, after }: ImageFacts): Point[] {
  const untracked = pair.after.untracked
  if (!after || !untracked || untracked.count === 0) return []
  const files = count(untracked.count, 'file')
  const are = untracked.count === 1 ? 'is' : 'are'
  return [{ verdict: 'warn', text: `${files} beyond the commit ${are} in the after build context` }]
}

function nothingAsserted({ pair, after, probes }: ImageFacts, results: readonly LimitResult[]): Point[] {
  const asserted = probes.some((probe) => !probe.informational && probe.status !== 'skipped')
  if (!after || asserted || results.some((result) => result.status !== 'not-applicable')) return []
  const kind = pair.change === 'alone' ? 'an image that is inspected alone' : 'a new image'
  const what = pair.change === 'alone' ? 'no limit is configured' : 'no limit and no probe is configured'
  const why = results.length > 0 ? `no configured limit applies to ${kind}` : what
  const line = results.length > 0 || pair.change === 'alone' ? 'max-size: 500MB' : 'max-increase: 2%'
  return [
    {
      verdict: 'warn',
      text: `nothing was asserted: ${why}; a line such as "${line}" would assert something`,
    },
  ]
}
