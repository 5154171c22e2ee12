import type { DiveRules } from '../config/config.ts'
import type { DiveNumbers } from '../inspect/dive-numbers.ts'
import type { ImageFacts } from './facts.ts'
import type { DiveJudgement, DiveRule } from './judgement.ts'

/**
 * Applies the rules of a `.dive-ci` file as dive 0.13 does (`cmd/dive/cli/internal/command/ci/rules.go`): equal to
 * the limit passes. Null without rules, and where the after image was not measured: that is told already.
 */
export function judgeDive({ dive }: ImageFacts, rules: DiveRules | null): DiveJudgement | null {
  if (!dive || !rules) return null
  const { lowestEfficiency, highestWastedBytes, highestUserWastedPercent } = rules
  return {
    file: rules.file,
    rules: [
      ...rule('lowestEfficiency', lowestEfficiency, dive.efficiency, (limit) => dive.efficiency >= limit),
      ...rule(
        'highestWastedBytes',
        highestWastedBytes,
        dive.wastedBytes,
        (limit) => dive.wastedBytes <= limit,
      ),
      ...rule('highestUserWastedPercent', highestUserWastedPercent, userWasted(dive), (limit) =>
        wastes(dive, limit),
      ),
    ],
  }
}

function rule(
  name: DiveRule['name'],
  limit: number | null,
  actual: number | null,
  passes: (limit: number) => boolean,
): DiveRule[] {
  return limit === null ? [] : [{ name, limit, actual, passed: passes(limit) }]
}

function userWasted({ wastedBytes, userSizeBytes }: DiveNumbers): number | null {
  return userSizeBytes === 0 ? null : wastedBytes / userSizeBytes
}

// Of nothing, nothing wasted is no number, which crosses no limit, and something is infinitely much.
function wastes(dive: DiveNumbers, limit: number): boolean {
  const share = userWasted(dive)
  return share === null ? dive.wastedBytes === 0 : share <= limit
}
