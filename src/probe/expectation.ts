import type { Classified } from './classify.ts'
import type { Assertion, Outcome, ProbeStatus } from './result.ts'

/** What a command probe is judged by. */
export interface ExpectationFacts {
  readonly kind: 'expect-pass' | 'expect-fail'
  /** First word of the command line that was started. */
  readonly program: string
  /** True when the program is the image's own entry point. */
  readonly isEntrypoint: boolean
  readonly run: Classified
  readonly timeoutMs: number
  /** What the expected output came to; empty when none was asked for. */
  readonly outputs: readonly Assertion[]
  /** For a program that was not found: what the image's file tree says of its name. */
  readonly absence: { readonly status: ProbeStatus; readonly reason: string } | null
}

/** What judging came to. `reason` is one sentence, without a full stop. */
export interface Judged {
  readonly status: ProbeStatus
  readonly assertions: readonly Assertion[]
  readonly reason: string
}

/** What a probe of this kind expects, in words. */
export function expectationWords(kind: ExpectationFacts['kind']): string {
  return kind === 'expect-pass' ? 'exits 0' : 'exits 1 to 125, or is not in the image'
}

/**
 * Judges a command. `expect-pass` is met by a program that ran and exited 0; `expect-fail` by one that ran
 * and exited 1 to 125, or that is proved not to be in the image. Everything else says why it is not: `fail`
 * when the program ran or was looked for, `error` when nothing was learnt of it.
 */
export function judgeExpectation(facts: ExpectationFacts): Judged {
  const end = judgeEnd(facts)
  const actual =
    facts.run.exitCode === null || facts.run.outcome !== 'ran'
      ? facts.run.outcome
      : String(facts.run.exitCode)
  const expected = expectationWords(facts.kind)
  const assertions = [{ what: 'end', expected, actual, passed: end.status === 'pass' }, ...facts.outputs]
  if (end.status !== 'pass') return { ...end, assertions }
  const missed = facts.outputs.find(({ passed }) => !passed)
  if (!missed) return { ...end, assertions }
  const reason = `${end.reason}, but its ${missed.what} does not meet: ${missed.expected}; first line: ${missed.actual}`
  return { status: 'fail', assertions, reason }
}

function judgeEnd(facts: ExpectationFacts): { status: ProbeStatus; reason: string } {
  const { run, kind } = facts
  if (run.outcome === 'ran') return judgeExit(kind, run.exitCode)
  if (run.outcome === 'not_found') return judgeMissing(facts)
  const status = unlearnt.has(run.outcome) ? 'error' : 'fail'
  if (run.outcome === 'timeout') {
    return {
      status,
      reason: `${facts.program} did not end within ${facts.timeoutMs / 1000} s and was killed`,
    }
  }
  return { status, reason: failureWords(facts) }
}

function failureWords({ program, run }: ExpectationFacts): string {
  switch (run.outcome) {
    case 'oom':
    case 'signalled':
      return `${program} ${run.detail}`
    case 'not_executable':
    case 'bad_format':
    case 'missing_interpreter':
    case 'missing_library':
      return `${program} is there but does not start: ${run.detail}`
    default:
      return `${program} could not be tried (${run.outcome}): ${run.detail}`
  }
}

function judgeExit(
  kind: ExpectationFacts['kind'],
  exitCode: number | null,
): { status: ProbeStatus; reason: string } {
  const reason = `exited ${exitCode}`
  if (kind === 'expect-pass') return { status: exitCode === 0 ? 'pass' : 'fail', reason }
  if (exitCode === 0) return { status: 'fail', reason: 'exited 0, and was expected to fail' }
  if (exitCode !== null && exitCode <= 125) return { status: 'pass', reason }
  return {
    status: 'fail',
    reason: `${reason}: codes above 125 are what shells report for a command that they could not run, so they show no failure of the program; run the program itself without a shell, or write "absent: NAME" for one that must not be there`,
  }
}

function judgeMissing(facts: ExpectationFacts): { status: ProbeStatus; reason: string } {
  const { program, absence, kind } = facts
  if (facts.isEntrypoint) {
    return { status: 'fail', reason: `the image's entry point ${program} was not found` }
  }
  if (kind === 'expect-fail' && absence) return absence
  const why = absence && absence.status !== 'pass' ? `: ${absence.reason}` : ''
  return { status: 'fail', reason: `${program} was not found${why || `: ${facts.run.detail}`}` }
}

/** Classes from which nothing is learnt about the program. */
const unlearnt: ReadonlySet<Outcome> = new Set([
  'mount_error',
  'user_error',
  'workdir_error',
  'network_error',
  'image_missing',
  'platform_mismatch',
  'engine_error',
])
