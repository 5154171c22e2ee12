import type { Limit } from '../config/config.ts'
import { judgeDive } from './dive.ts'
import type { ImageFacts, JudgeOptions } from './facts.ts'
import { findingsOf } from './findings.ts'
import type { Judgement, LimitResult, Override, Verdict } from './judgement.ts'
import { evaluate, isRelative } from './limits.ts'
import { pointsOf } from './points.ts'
import { reasonOf } from './reason.ts'

/**
 * Judges one image: a pure function of the facts and the limits.
 *
 * The worst point decides, in the order fail, not-measured, warn, pass. The override label turns crossed
 * or unevaluable relative limits into warnings, never a probe and never an absolute limit.
 */
export function judge(facts: ImageFacts, limits: readonly Limit[], options: JudgeOptions): Judgement {
  const results = limits.map((limit) => resultOf(limit, facts, options))
  const dive = judgeDive(facts, options.dive)
  const points = pointsOf(facts, results, options, dive)
  return {
    verdict: worstVerdict(points.map((point) => point.verdict)),
    reason: reasonOf(points, facts, results, dive),
    limits: results,
    findings: findingsOf(facts, results, options),
    override: overrideOf(results, options),
    dive,
  }
}

/** The worst of several verdicts; `pass` for none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'pass'
}

/** What the process exits with: 1 for fail, 2 for not-measured, else 0. */
export function exitCode(verdict: Verdict): 0 | 1 | 2 {
  switch (verdict) {
    case 'fail':
      return 1
    case 'not-measured':
      return 2
    case 'warn':
    case 'pass':
      return 0
  }
}

const worstFirst = ['fail', 'not-measured', 'warn', 'pass'] as const satisfies readonly Verdict[]

function resultOf(limit: Limit, facts: ImageFacts, options: JudgeOptions): LimitResult {
  const { status, actual, reason } = evaluate(limit, facts, options.noiseFloor)
  const covered =
    options.override !== null && isRelative(limit) && (status === 'crossed' || status === 'not-measured')
  return { ...limit, actual, status: covered ? 'covered' : status, passed: status === 'met', reason }
}

function overrideOf(results: readonly LimitResult[], { override }: JudgeOptions): Override | null {
  if (!override) return null
  const covered = results.filter((result) => result.status === 'covered').map((result) => result.name)
  return { ...override, covers: [...new Set(covered)] }
}
