import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Limit } from '../../../src/config/config.ts'
import type { ImageFacts, JudgeOptions } from '../../../src/judge/facts.ts'
import { judge } from '../../../src/judge/judge.ts'
import { isRelative } from '../../../src/judge/limits.ts'
import { aLimit, anError, aProbe, aSide, factsOf, options } from './build-facts.ts'

const limits: fc.Arbitrary<Limit[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom<Limit['name'][]>('max-size', 'max-increase', 'min-decrease', 'max-wasted'),
      level: fc.constantFrom<Limit['level'][]>('fail', 'warn'),
      limit: fc.constantFrom(1, 500, 1000, 2000),
    })
    .map(aLimit),
  { maxLength: 3 },
)

const probes = fc.array(
  fc
    .record({
      status: fc.constantFrom('pass', 'fail', 'error', 'skipped'),
      informational: fc.boolean(),
    } as const)
    .map(aProbe),
  { maxLength: 3 },
)

const facts: fc.Arbitrary<ImageFacts> = fc
  .record({
    sizes: fc.record({ before: fc.constantFrom(0, 1000, 1500), after: fc.constantFrom(0, 1000, 1500) }),
    missing: fc.constantFrom('none', 'before', 'after', 'both', 'new'),
    probes,
  })
  .map(({ sizes, missing, probes }) => {
    const all = factsOf(sizes, { probes })
    const error = anError()
    const gone = (side: 'before' | 'after') => missing === side || missing === 'both'
    if (missing === 'new') {
      return { ...all, pair: { change: 'new', before: null, after: aSide() }, before: null, diff: null }
    }
    return {
      ...all,
      pair: {
        ...all.pair,
        before: gone('before') ? { ...all.pair.before!, error } : all.pair.before,
        after: gone('after') ? { ...all.pair.after, error } : all.pair.after,
      },
      before: gone('before') ? null : all.before,
      after: gone('after') ? null : all.after,
      diff: missing === 'none' ? all.diff : null,
    }
  })

const settings: fc.Arbitrary<JudgeOptions> = fc.record({
  noiseFloor: fc.constantFrom(0, 600),
  dive: fc.constant(null),
  override: fc.constantFrom(null, { label: 'size-ok', by: null, source: 'live' } as const),
  event: fc.constantFrom(null, 'push', 'pull_request'),
})

test('a verdict follows from facts and limits alone, which stay as they are', () => {
  fc.assert(
    fc.property(facts, limits, settings, (given, rules, chosen) => {
      const before = JSON.stringify([given, rules, chosen])
      const judgement = judge(given, rules, chosen)
      expect(judge(given, rules, chosen)).toEqual(judgement)
      expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement)
      expect(JSON.stringify([given, rules, chosen])).toBe(before)
    }),
  )
})

test('a pass has an image that was measured, something that was asserted, and nothing against it', () => {
  fc.assert(
    fc.property(facts, limits, settings, (given, rules, chosen) => {
      const judgement = judge(given, rules, chosen)
      if (judgement.verdict !== 'pass') return
      const asserted = given.probes.filter((probe) => !probe.informational && probe.status !== 'skipped')
      expect(given.after).not.toBeNull()
      expect(asserted.filter((probe) => probe.status !== 'pass')).toEqual([])
      expect(judgement.limits.filter(({ status }) => !['met', 'not-applicable'].includes(status))).toEqual([])
      expect(asserted.length + judgement.limits.filter(({ passed }) => passed).length).toBeGreaterThan(0)
    }),
  )
})

test('the override label excuses relative limits, never a probe and never an absolute limit', () => {
  const override = { label: 'size-ok', by: null, source: 'live' } as const
  fc.assert(
    fc.property(facts, limits, (given, rules) => {
      const covered = judge(given, rules, { ...options, override })
      const absolute = judge(
        given,
        rules.filter((rule) => !isRelative(rule)),
        options,
      )
      if (absolute.verdict === 'fail' || absolute.verdict === 'not-measured') {
        expect(covered.verdict).toBe(absolute.verdict)
      } else {
        expect(['pass', 'warn']).toContain(covered.verdict)
      }
      expect(covered.limits.filter((limit) => limit.status === 'covered' && !isRelative(limit))).toEqual([])
    }),
  )
})
