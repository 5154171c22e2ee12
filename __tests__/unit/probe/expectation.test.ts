import { expect, test } from '@jest/globals'
import { type ExpectationFacts, judgeExpectation } from '../../../src/probe/expectation.ts'
import { assertOutput, outputMatcher } from '../../../src/probe/output-expectation.ts'
import type { Outcome } from '../../../src/probe/result.ts'

function facts(
  kind: ExpectationFacts['kind'],
  outcome: Outcome,
  exitCode: number | null = null,
  change: Partial<ExpectationFacts> = {},
): ExpectationFacts {
  const run = { outcome, exitCode, signal: null, detail: 'cause' }
  return {
    kind,
    program: 'gcc',
    isEntrypoint: false,
    run,
    timeoutMs: 60_000,
    outputs: [],
    absence: null,
    ...change,
  }
}

const proved = { status: 'pass', reason: 'no file of that name' } as const
const failing: Outcome[] = [
  'signalled',
  'not_executable',
  'bad_format',
  'missing_interpreter',
  'missing_library',
  'oom',
  'timeout',
]
const unlearnt: Outcome[] = [
  'mount_error',
  'user_error',
  'workdir_error',
  'network_error',
  'image_missing',
  'platform_mismatch',
  'engine_error',
]

test.each(failing)('%s fails both expectations', (outcome) => {
  expect(judgeExpectation(facts('expect-pass', outcome, 1)).status).toBe('fail')
  expect(judgeExpectation(facts('expect-fail', outcome, 1)).status).toBe('fail')
})

test.each(unlearnt)('%s is an error for both', (outcome) => {
  expect(judgeExpectation(facts('expect-pass', outcome)).status).toBe('error')
  expect(judgeExpectation(facts('expect-fail', outcome)).status).toBe('error')
  expect(judgeExpectation(facts('expect-fail', outcome)).reason).toContain('cause')
})

test.each([
  [0, 'pass', 'fail'],
  [1, 'fail', 'pass'],
  [125, 'fail', 'pass'],
  [126, 'fail', 'fail'],
  [127, 'fail', 'fail'],
  [255, 'fail', 'fail'],
])('exit code %i: expect-pass %s, expect-fail %s', (code, pass, fail) => {
  expect(judgeExpectation(facts('expect-pass', 'ran', code)).status).toBe(pass)
  expect(judgeExpectation(facts('expect-fail', 'ran', code)).status).toBe(fail)
})

test("a shell's own 127 says what to write", () => {
  expect(judgeExpectation(facts('expect-fail', 'ran', 127, { program: 'sh' })).reason).toContain(
    '"absent: NAME"',
  )
})

test('not found satisfies expect-fail only with the proof of absence', () => {
  const judge = (absence: ExpectationFacts['absence']) =>
    judgeExpectation(facts('expect-fail', 'not_found', null, { absence }))
  expect(judge(proved)).toMatchObject({ status: 'pass', reason: 'no file of that name' })
  expect(judge({ status: 'fail', reason: 'gcc is in the image: /usr/bin/gcc' })).toMatchObject({
    status: 'fail',
  })
  expect(judge({ status: 'error', reason: 'unread' })).toMatchObject({ status: 'error' })
  expect(judge(null).status).toBe('fail')
})

test('not found never satisfies expect-pass, and a missing entry point satisfies nothing', () => {
  expect(judgeExpectation(facts('expect-pass', 'not_found', null, { absence: proved }))).toMatchObject({
    status: 'fail',
    reason: 'gcc was not found: cause',
  })
  const found = { status: 'fail', reason: 'gcc is in the image: /opt/gcc' } as const
  expect(judgeExpectation(facts('expect-pass', 'not_found', null, { absence: found })).reason).toBe(
    'gcc was not found: gcc is in the image: /opt/gcc',
  )
  const entrypoint = facts('expect-fail', 'not_found', null, { absence: proved, isEntrypoint: true })
  expect(judgeExpectation(entrypoint)).toMatchObject({
    status: 'fail',
    reason: "the image's entry point gcc was not found",
  })
})

test('the right exit with the wrong output fails, and both are listed', () => {
  const outputs = [{ what: 'stdout', expected: 'contains "3.14"', actual: '"Python 3.11.2"', passed: false }]
  expect(judgeExpectation(facts('expect-pass', 'ran', 0, { outputs }))).toEqual({
    status: 'fail',
    reason: 'exited 0, but its stdout does not meet: contains "3.14"; first line: "Python 3.11.2"',
    assertions: [{ what: 'end', expected: 'exits 0', actual: '0', passed: true }, ...outputs],
  })
})

test.each([
  ['contains', 'b', 'abc', true],
  ['contains', 'B', 'abc', false],
  ['matches', '(?m)^b$', 'a\nb\n', true],
  ['matches', '^b$', 'a\nb\n', false],
  ['matches', '\\pL', '1é', true],
] as const)('%s %s in %j: %s', async (kind, value, text, passed) => {
  const expectation = { kind, value }
  expect(assertOutput('stdout', expectation, text, await outputMatcher(expectation)).passed).toBe(passed)
})

test('a pattern that RE2 does not have is refused', async () => {
  await expect(outputMatcher({ kind: 'matches', value: '(?=a)' })).rejects.toThrow()
})
