import { expect, test } from '@jest/globals'
import type { Limit } from '../../../src/config/config.ts'
import type { BaseDiff } from '../../../src/diff/image-diff.ts'
import { judge } from '../../../src/judge/judge.ts'
import type { LimitResult } from '../../../src/judge/judgement.ts'
import { aBase, aDiff, aLimit, anError, anImage, aSide, factsOf, options } from './build-facts.ts'

type Row = [
  string,
  Partial<Limit>,
  { before: number; after: number; wasted?: number },
  LimitResult['status'],
  number | null,
]

test.each<Row>([
  ['size at the limit', { name: 'max-size', limit: 100 }, { before: 50, after: 100 }, 'met', 100],
  ['size one over', { name: 'max-size', limit: 100 }, { before: 50, after: 101 }, 'crossed', 101],
  ['increase at the limit', { limit: 10 }, { before: 100, after: 110 }, 'met', 10],
  ['increase one over', { limit: 10 }, { before: 100, after: 111 }, 'crossed', 11],
  ['increase of 0 allowed, none made', { limit: 0 }, { before: 100, after: 100 }, 'met', 0],
  ['increase of 0 allowed, one byte made', { limit: 0 }, { before: 100, after: 101 }, 'crossed', 1],
  ['smaller image', { limit: 0 }, { before: 100, after: 90 }, 'met', -10],
  [
    '7% of 100 is exactly 7',
    { unit: 'percent', limit: 7 },
    { before: 100, after: 107 },
    'met',
    (7 / 100) * 100,
  ],
  ['over 7%', { unit: 'percent', limit: 7 }, { before: 1000, after: 1071 }, 'crossed', (71 / 1000) * 100],
  ['percent of nothing, grown', { unit: 'percent', limit: 7 }, { before: 0, after: 5 }, 'not-measured', null],
  [
    'percent of nothing, unchanged',
    { unit: 'percent', limit: 7 },
    { before: 0, after: 0 },
    'not-measured',
    null,
  ],
  ['bytes from nothing', { limit: 4 }, { before: 0, after: 5 }, 'crossed', 5],
  ['decrease reached', { name: 'min-decrease', limit: 10 }, { before: 100, after: 90 }, 'met', 10],
  ['decrease missed', { name: 'min-decrease', limit: 10 }, { before: 100, after: 91 }, 'crossed', 9],
  ['no decrease', { name: 'min-decrease', limit: 10 }, { before: 100, after: 100 }, 'crossed', 0],
  [
    'increase for a decrease',
    { name: 'min-decrease', limit: 10 },
    { before: 100, after: 105 },
    'crossed',
    -5,
  ],
  [
    'decrease in percent',
    { name: 'min-decrease', unit: 'percent', limit: 7 },
    { before: 100, after: 93 },
    'met',
    (7 / 100) * 100,
  ],
  [
    'decrease of nothing',
    { name: 'min-decrease', unit: 'percent', limit: 7 },
    { before: 0, after: 0 },
    'not-measured',
    null,
  ],
  ['wasted at the limit', { name: 'max-wasted', limit: 5 }, { before: 1, after: 100, wasted: 5 }, 'met', 5],
  ['wasted over', { name: 'max-wasted', limit: 5 }, { before: 1, after: 100, wasted: 6 }, 'crossed', 6],
  [
    'wasted share at the limit',
    { name: 'max-wasted', unit: 'percent', limit: 5 },
    { before: 1, after: 100, wasted: 5 },
    'met',
    5,
  ],
  [
    'wasted share over',
    { name: 'max-wasted', unit: 'percent', limit: 5 },
    { before: 1, after: 100, wasted: 6 },
    'crossed',
    6,
  ],
  [
    'wasted share of an empty image',
    { name: 'max-wasted', unit: 'percent', limit: 5 },
    { before: 1, after: 0 },
    'met',
    0,
  ],
])('%s', (_what, limit, sizes, status, actual) => {
  const [result] = judge(factsOf(sizes), [aLimit(limit)], options).limits
  expect([result?.status, result?.actual, result?.passed]).toEqual([status, actual, status === 'met'])
})

test.each([
  ['max-size', aLimit({ name: 'max-size', limit: 100 }), '101 B is over the limit of 100 B'],
  ['max-increase', aLimit({ limit: 0 }), '1 B is over the limit of 0 B'],
  ['in percent', aLimit({ unit: 'percent', limit: 0.5 }), '1% is over the limit of 0.5%'],
  [
    'min-decrease',
    aLimit({ name: 'min-decrease', limit: 5 }),
    'an increase of 1 B is not the required decrease of 5 B',
  ],
])('the reason of a crossed %s has both numbers', (_what, limit, reason) => {
  expect(judge(factsOf({ before: 100, after: 101 }), [limit], options).limits[0]?.reason).toBe(reason)
})

test('numbers that would print alike are printed exact', () => {
  const facts = factsOf({ before: 1, after: 500_000_001 })
  const [result] = judge(facts, [aLimit({ name: 'max-size', limit: 500_000_000 })], options).limits
  expect(result?.reason).toBe('500,000,001 B is over the limit of 500,000,000 B')
})

test('of two increases the tighter counts', () => {
  const limits = [aLimit({ limit: 100 }), aLimit({ unit: 'percent', limit: 1 })]
  const judgement = judge(factsOf({ before: 1000, after: 1050 }), limits, options)
  expect(judgement.limits.map((limit) => limit.status)).toEqual(['met', 'crossed'])
  expect(judgement.verdict).toBe('fail')
})

test('a growth below the noise floor meets max-increase, and the row says so', () => {
  const withFloor = { ...options, noiseFloor: 10 }
  const limits = [aLimit({ limit: 0 }), aLimit({ unit: 'percent', limit: 0.1 })]
  const below = judge(factsOf({ before: 100, after: 109 }), limits, withFloor)
  expect(below.limits.map((limit) => [limit.status, limit.reason])).toEqual([
    ['met', 'a change of 9 B is below the noise floor of 10 B'],
    ['met', 'a change of 9 B is below the noise floor of 10 B'],
  ])
  const at = judge(factsOf({ before: 100, after: 110 }), limits, withFloor)
  expect(at.limits.map((limit) => limit.status)).toEqual(['crossed', 'crossed'])
})

test('the noise floor excuses no absolute limit and no decrease that was not made', () => {
  const limits = [aLimit({ name: 'max-size', limit: 100 }), aLimit({ name: 'min-decrease', limit: 5 })]
  const judgement = judge(factsOf({ before: 100, after: 101 }), limits, { ...options, noiseFloor: 10 })
  expect(judgement.limits.map((limit) => limit.status)).toEqual(['crossed', 'crossed'])
})

test('a before side that is missing leaves relative limits unmeasured and absolute ones judged', () => {
  const facts = factsOf(
    { before: 100, after: 90 },
    {
      pair: { change: 'pair', before: aSide({ side: 'before', error: anError() }), after: aSide() },
      before: null,
      diff: null,
    },
  )
  const limits = [
    aLimit({ limit: 5 }),
    aLimit({ name: 'min-decrease' }),
    aLimit({ name: 'max-size', limit: 100 }),
  ]
  expect(judge(facts, limits, options).limits.map((limit) => [limit.status, limit.reason])).toEqual([
    ['not-measured', 'the before image could not be built'],
    ['not-measured', 'the before image could not be built'],
    ['met', '90 B is within the limit of 100 B'],
  ])
})

test('relative limits do not apply to a new image', () => {
  const facts = factsOf(
    { before: 0, after: 90 },
    {
      pair: { change: 'new', before: null, after: aSide() },
      before: null,
      diff: null,
    },
  )
  const limits = [
    aLimit({ limit: 5 }),
    aLimit({ name: 'min-decrease' }),
    aLimit({ name: 'max-size', limit: 80 }),
  ]
  const judgement = judge(facts, limits, options)
  expect(judgement.limits.map((limit) => limit.status)).toEqual([
    'not-applicable',
    'not-applicable',
    'crossed',
  ])
  expect(judge(facts, limits.slice(0, 2), options).verdict).toBe('warn')
})

test('a measurement that is not a number is not measured', () => {
  const before = anImage({ size: 100 })
  const diff = aDiff(before, before)
  const facts = factsOf(
    { before: 100, after: 100 },
    { diff: { ...diff, delta: { ...diff.delta, size: Number.NaN } } },
  )
  expect(judge(facts, [aLimit({ limit: 5 })], { ...options, noiseFloor: 9 }).limits[0]?.status).toBe(
    'not-measured',
  )
})

test('max-size in percent is refused rather than met', () => {
  const facts = factsOf({ before: 1, after: 1 })
  expect(judge(facts, [aLimit({ name: 'max-size', unit: 'percent', limit: 50 })], options).verdict).toBe(
    'not-measured',
  )
})

test.each([
  ['moved: +900 B of 950 B', { change: 'moved', delta: 900 }, {}, 50, 'met'],
  ['moved: one byte over', { change: 'moved', delta: 899 }, {}, 51, 'crossed'],
  ['moved to a smaller one', { change: 'moved', delta: -100 }, {}, 1050, 'crossed'],
  ['moved, in percent of the whole before size', { change: 'moved', delta: 900 }, percent(2.5), 2.5, 'met'],
  ['moved, over in percent', { change: 'moved', delta: 899 }, percent(2.5), 2.55, 'crossed'],
  ['replaced', { change: 'replaced', delta: 900 }, {}, 950, 'crossed'],
  ['moved by nobody knows how much', { change: 'moved', delta: null }, {}, 950, 'crossed'],
  ['unknown', { change: 'unknown', delta: null }, {}, 950, 'crossed'],
  [
    'moved, for max-size',
    { change: 'moved', delta: 900 },
    { name: 'max-size', limit: 2949 },
    2950,
    'crossed',
  ],
] as const)('base image %s', (_, base, limit, actual, status) => {
  const facts = onBase(base)
  const [result] = judge(facts, [aLimit({ limit: 50, ...limit })], options).limits
  expect([result?.actual, result?.status]).toEqual([actual, status])
  const warning = judge(facts, [aLimit({ limit: 50, ...limit, level: 'warn' })], options)
  expect(warning.limits[0]).toMatchObject({ actual, status })
})

test('a decrease is that of the own layers when the base image moved', () => {
  const limit = aLimit({ name: 'min-decrease', limit: 50 })
  const smaller = judge(onBase({ change: 'moved', delta: 1000 }), [limit], options)
  expect(smaller.limits[0]).toMatchObject({ actual: 50, status: 'met' })
  const baseAlone = judge(onBase({ change: 'moved', delta: 950 }), [limit], options)
  expect(baseAlone.limits[0]).toMatchObject({ actual: 0, status: 'crossed' })
})

test('the noise floor is held against what is left of the difference', () => {
  const facts = onBase({ change: 'moved', delta: 900 })
  const [result] = judge(facts, [aLimit({ limit: 10 })], { ...options, noiseFloor: 51 }).limits
  const reason = "a change of 50 B is below the noise floor of 51 B, without the moved base image's +900 B"
  expect(result).toMatchObject({ status: 'met', reason })
})

test('the reason says what was left out, or that it could not be', () => {
  const reasonOf = (base: Partial<BaseDiff>) =>
    judge(onBase(base), [aLimit({ limit: 5 })], options).limits[0]?.reason
  expect(reasonOf({ change: 'moved', delta: 900 })).toBe(
    "50 B is over the limit of 5 B, without the moved base image's +900 B",
  )
  expect(reasonOf({ change: 'unknown', delta: null, problem: 'it is a test' })).toBe(
    '950 B is over the limit of 5 B; whatever the base image changed by is in it: it is a test',
  )
  expect(reasonOf({ change: 'replaced', delta: 900 })).toBe('950 B is over the limit of 5 B')
})

test('the finding of a crossed limit has the bytes that count', () => {
  const { findings } = judge(onBase({ change: 'moved', delta: 900 }), [aLimit({ limit: 5 })], options)
  expect(findings[0]).toMatchObject({ rule: 'max-increase', bytes: 50 })
})

function percent(limit: number): Partial<Limit> {
  return { unit: 'percent', limit }
}

/** From 2000 to 2950 bytes. */
function onBase(base: Partial<BaseDiff>): ReturnType<typeof factsOf> {
  const facts = factsOf({ before: 2000, after: 2950 })
  return { ...facts, diff: { ...facts.diff!, base: aBase(base) } }
}
