import { expect, test } from '@jest/globals'
import type { LineDiff } from '../../../src/diff/image-diff.ts'
import { exitCode, judge, worstVerdict } from '../../../src/judge/judge.ts'
import type { Verdict } from '../../../src/judge/judgement.ts'
import { aLimit, anError, aProbe, aSide, factsOf, options } from './build-facts.ts'

const grown = factsOf({ before: 100, after: 120 })
const beforeNotBuilt = factsOf(
  { before: 100, after: 120 },
  {
    pair: { change: 'pair', before: aSide({ side: 'before', error: anError() }), after: aSide() },
    before: null,
    diff: null,
  },
)
const afterNotBuilt = factsOf(
  { before: 100, after: 120 },
  {
    pair: { change: 'pair', before: aSide({ side: 'before' }), after: aSide({ error: anError() }) },
    after: null,
    diff: null,
  },
)
const crossed = aLimit({ limit: 10 })
const met = aLimit({ limit: 50 })
const label = { label: 'size-ok', by: 'alice', source: 'live' } as const
const passing = aProbe()
const failing = aProbe({ status: 'fail', exitCode: 1, reason: 'exit code 1 instead of 0' })
const unknown = aProbe({ status: 'error', outcome: 'engine_error', exitCode: null, reason: 'no answer' })

test.each<[string, Parameters<typeof judge>, Verdict, string]>([
  ['a limit met', [grown, [met], options], 'pass', '1 limit met.'],
  ['a probe passed', [{ ...grown, probes: [passing] }, [], options], 'pass', '1 probe passed.'],
  [
    'both',
    [{ ...grown, probes: [passing, passing] }, [met], options],
    'pass',
    '2 probes passed, 1 limit met.',
  ],
  [
    'a limit crossed',
    [grown, [crossed], options],
    'fail',
    'max-increase is crossed: 20 B is over the limit of 10 B.',
  ],
  [
    'a warn twin crossed',
    [grown, [{ ...crossed, level: 'warn' }, met], options],
    'warn',
    'warn-max-increase is crossed: 20 B is over the limit of 10 B.',
  ],
  [
    'a probe failed',
    [{ ...grown, probes: [failing, passing] }, [met], options],
    'fail',
    '1 of 2 probes failed.',
  ],
  [
    'a probe without result',
    [{ ...grown, probes: [unknown] }, [met], options],
    'not-measured',
    '1 of 1 probe could not be evaluated.',
  ],
  [
    'fail is worse than not-measured',
    [{ ...grown, probes: [unknown] }, [crossed], options],
    'fail',
    'max-increase is crossed: 20 B is over the limit of 10 B.',
  ],
  [
    'two reasons',
    [{ ...grown, probes: [failing] }, [crossed], options],
    'fail',
    '1 of 1 probe failed (and 1 more reason).',
  ],
  [
    'a failing probe on the before side',
    [{ ...grown, probes: [{ ...failing, side: 'before', informational: true }, passing] }, [], options],
    'pass',
    '1 probe passed.',
  ],
  ['after not built', [afterNotBuilt, [], options], 'not-measured', 'The after image could not be built.'],
  [
    'after not built, with probes and limits',
    [afterNotBuilt, [met], options],
    'not-measured',
    'The after image could not be built.',
  ],
  [
    'after not built on a push',
    [afterNotBuilt, [met], { ...options, event: 'push' }],
    'not-measured',
    'The after image could not be built.',
  ],
  [
    'after not built under an override',
    [afterNotBuilt, [met], { ...options, override: label }],
    'not-measured',
    'The after image could not be built.',
  ],
  [
    'before not built, limited',
    [beforeNotBuilt, [met], options],
    'not-measured',
    'max-increase could not be evaluated: the before image could not be built.',
  ],
  [
    'before not built, not limited',
    [{ ...beforeNotBuilt, probes: [passing] }, [], options],
    'warn',
    'The difference is unknown: the before image could not be built.',
  ],
  [
    'before not built on a push',
    [beforeNotBuilt, [met], { ...options, event: 'push' }],
    'warn',
    'max-increase could not be evaluated: the before image could not be built.',
  ],
  [
    'before not built, override',
    [beforeNotBuilt, [met], { ...options, override: label }],
    'warn',
    'max-increase is covered by the override label: the before image could not be built.',
  ],
  [
    'before not built, absolute limit crossed',
    [beforeNotBuilt, [aLimit({ name: 'max-size', limit: 100 }), met], options],
    'fail',
    'max-size is crossed: 120 B is over the limit of 100 B.',
  ],
  [
    'crossed, override',
    [grown, [crossed], { ...options, override: label }],
    'warn',
    'max-increase is covered by the override label: 20 B is over the limit of 10 B.',
  ],
  [
    'absolute crossed, override',
    [grown, [aLimit({ name: 'max-size', limit: 100 })], { ...options, override: label }],
    'fail',
    'max-size is crossed: 120 B is over the limit of 100 B.',
  ],
  [
    'probe failed, override',
    [{ ...grown, probes: [failing] }, [], { ...options, override: label }],
    'fail',
    '1 of 1 probe failed.',
  ],
  [
    'nothing asserted',
    [grown, [], options],
    'warn',
    'Nothing was asserted: no limit and no probe is configured; a line such as "max-increase: 2%" would assert something.',
  ],
  [
    'only probes of the before side',
    [{ ...grown, probes: [{ ...passing, informational: true }] }, [], options],
    'warn',
    'Nothing was asserted: no limit and no probe is configured; a line such as "max-increase: 2%" would assert something.',
  ],
])('%s', (_what, given, verdict, reason) => {
  const judgement = judge(...given)
  expect([judgement.verdict, judgement.reason]).toEqual([verdict, reason])
})

test('a before side that was pulled or measured in vain is not excused by a push', () => {
  for (const stage of ['pull', 'inspect', 'checkout'] as const) {
    const pair = { ...beforeNotBuilt.pair, before: aSide({ side: 'before', error: anError({ stage }) }) }
    expect(judge({ ...beforeNotBuilt, pair }, [met], { ...options, event: 'push' }).verdict).toBe(
      'not-measured',
    )
  }
})

test('files beyond the commit are a warning', () => {
  const after = aSide({ untracked: { count: 3, bytes: 1_200_000, first: ['dist/a.js'] } })
  const facts = { ...grown, pair: { ...grown.pair, after } }
  const judgement = judge(facts, [met], options)
  expect([judgement.verdict, judgement.reason]).toEqual([
    'warn',
    '3 files beyond the commit are in the after build context.',
  ])
  expect(judgement.findings).toEqual([
    {
      rule: 'untracked-files',
      level: 'warning',
      side: 'after',
      message:
        '3 files (1.2 MB) beyond the commit in the after build context can look like growth: dist/a.js',
      bytes: 1_200_000,
      paths: [{ path: 'docker/Dockerfile', line: null }],
      fixes: [],
      inBefore: null,
    },
  ])
})

test('the override records what it covers, each limit once', () => {
  const limits = [crossed, aLimit({ unit: 'percent', limit: 1 }), aLimit({ name: 'max-size', limit: 100 })]
  const judgement = judge(grown, limits, { ...options, override: label })
  expect(judgement.override).toEqual({ ...label, covers: ['max-increase'] })
  expect(judgement.limits.map((limit) => [limit.status, limit.passed])).toEqual([
    ['covered', false],
    ['covered', false],
    ['crossed', false],
  ])
  expect(judge(grown, [met], { ...options, override: label }).override?.covers).toEqual([])
})

test('findings name the place to look at', () => {
  const judgement = judge({ ...grown, probes: [failing] }, [crossed], options)
  expect(
    judgement.findings.map(({ rule, level, message, bytes, paths }) => ({
      rule,
      level,
      message,
      bytes,
      paths,
    })),
  ).toEqual([
    {
      rule: 'expect-pass',
      level: 'error',
      message: 'expect-pass python --version failed: exit code 1 instead of 0',
      bytes: null,
      paths: [{ path: '.github/image-size.yml', line: 4 }],
    },
    {
      rule: 'max-increase',
      level: 'error',
      message: 'max-increase: 20 B is over the limit of 10 B',
      bytes: 20,
      paths: [{ path: 'docker/Dockerfile', line: 1 }],
    },
  ])
})

test('growth over the limit is a finding on the line that grew most, where that is known', () => {
  const row = { instruction: 'RUN x', stage: null, copyFrom: null, state: 'changed' } as const
  const lines = [
    {
      ...row,
      before: { file: 'a', line: 4, bytes: 60 },
      after: { file: 'b', line: 9, bytes: 75 },
      delta: 15,
    },
    { ...row, before: null, after: { file: 'b', line: 12, bytes: 8 }, delta: 8 },
    { ...row, before: { file: 'a', line: 5, bytes: 3 }, after: null, delta: -3 },
  ]
  const paths = (changed: readonly LineDiff[]) =>
    judge({ ...grown, diff: { ...grown.diff!, lines: changed } }, [crossed], options).findings[0]?.paths
  expect(paths(lines)).toEqual([{ path: 'b', line: 9 }])
  const base = {
    ...row,
    instruction: 'base image',
    before: null,
    after: { file: null, line: null, bytes: 20 },
  }
  expect(paths([...lines, { ...base, delta: 20 }])).toEqual([{ path: 'docker/Dockerfile', line: 1 }])
  expect(paths([])).toEqual([{ path: 'docker/Dockerfile', line: 1 }])
})

test('a build failure is a finding on the line that failed', () => {
  expect(judge(afterNotBuilt, [], options).findings).toMatchObject([
    {
      rule: 'after-not-measured',
      level: 'error',
      message: 'the after image could not be built: make: *** [all] Error 2',
      paths: [{ path: 'docker/Dockerfile', line: 7 }],
    },
  ])
})

test('a before side that did not build is an error only where a limit needed it', () => {
  const level = (...given: Parameters<typeof judge>) => judge(...given).findings[0]?.level
  expect(level(beforeNotBuilt, [met], options)).toBe('error')
  expect(level(beforeNotBuilt, [], options)).toBe('warning')
  expect(level(beforeNotBuilt, [met], { ...options, event: 'push' })).toBe('warning')
  expect(level(beforeNotBuilt, [met], { ...options, override: label })).toBe('warning')
})

test('verdicts have an order and an exit code', () => {
  expect(worstVerdict([])).toBe('pass')
  expect(worstVerdict(['pass', 'warn'])).toBe('warn')
  expect(worstVerdict(['warn', 'not-measured', 'pass'])).toBe('not-measured')
  expect(worstVerdict(['not-measured', 'fail'])).toBe('fail')
  expect((['pass', 'warn', 'not-measured', 'fail'] as const).map(exitCode)).toEqual([0, 0, 2, 1])
})

test('a judgement is plain data', () => {
  const judgement = judge(beforeNotBuilt, [met], options)
  expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement)
})
