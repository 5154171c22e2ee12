import { expect, test } from '@jest/globals'
import type { DiveNumbers } from '../../../src/inspect/dive-numbers.ts'
import { judge } from '../../../src/judge/judge.ts'
import { factsOf, options } from './build-facts.ts'

const numbers: DiveNumbers = { efficiency: 0.9, wastedBytes: 100, sizeBytes: 1500, userSizeBytes: 1000 }
const rules = {
  file: '.dive-ci',
  lowestEfficiency: 0.9,
  highestWastedBytes: 100,
  highestUserWastedPercent: 0.1,
}

function judged(dive: DiveNumbers | null, changed: Partial<typeof rules> = {}) {
  const facts = factsOf({ before: 10, after: 10 }, { dive })
  return judge(facts, [], { ...options, dive: { ...rules, ...changed } })
}

test('what is equal to its limit passes, as in dive, and is an assertion', () => {
  expect(judged(numbers)).toMatchObject({
    verdict: 'pass',
    reason: '3 rules of .dive-ci met.',
    dive: {
      file: '.dive-ci',
      rules: [
        { name: 'lowestEfficiency', limit: 0.9, actual: 0.9, passed: true },
        { name: 'highestWastedBytes', limit: 100, actual: 100, passed: true },
        { name: 'highestUserWastedPercent', limit: 0.1, actual: 0.1, passed: true },
      ],
    },
  })
})

test.each([
  ['lowestEfficiency', { ...numbers, efficiency: 0.8999 }],
  ['highestWastedBytes', { ...numbers, wastedBytes: 101, userSizeBytes: 2000 }],
  ['highestUserWastedPercent', { ...numbers, userSizeBytes: 999 }],
  ['highestUserWastedPercent', { ...numbers, userSizeBytes: 0 }],
])('%s is crossed: the run fails and says so', (name, crossed) => {
  const { verdict, reason, dive } = judged(crossed)
  expect({ verdict, reason }).toEqual({ verdict: 'fail', reason: `.dive-ci: ${name} is crossed.` })
  expect(dive?.rules.filter(({ passed }) => !passed).map((rule) => rule.name)).toEqual([name])
})

test('an image of one layer has no share of user bytes, which crosses nothing', () => {
  const { verdict, dive } = judged({ ...numbers, wastedBytes: 0, userSizeBytes: 0 })
  expect(verdict).toBe('pass')
  expect(dive?.rules[2]).toEqual({ name: 'highestUserWastedPercent', limit: 0.1, actual: null, passed: true })
})

test('a rule that is switched off is none, and without numbers nothing is judged', () => {
  const off = { lowestEfficiency: null, highestWastedBytes: null, highestUserWastedPercent: null } as never
  expect(judged(numbers, off)).toMatchObject({ verdict: 'warn', dive: { rules: [] } })
  expect(judged(null)).toMatchObject({ dive: null })
})
