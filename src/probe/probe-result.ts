import type { ProbeSpec } from '../config/config.ts'
import type { HiddenFile } from '../inspect/image.ts'
import type { StaticLeg } from './absence.ts'
import { excerpt, firstLine } from './excerpt.ts'
import type { ProbeTarget } from './probe-target.ts'
import type { Cause } from './refusal.ts'
import type { Assertion, ProbeResult, ProbeStatus, Proof } from './result.ts'
import type { ContainerRun } from './run-container.ts'

/** What judging a probe came to. `absence`: the proof that was tried, and what it rests on. */
export interface Judgement {
  readonly status: ProbeStatus
  readonly reason: string
  readonly expectation: string
  readonly assertions: readonly Assertion[]
  readonly absence: {
    readonly proof: Proof
    readonly leg: StaticLeg
    readonly shipped: readonly HiddenFile[]
  } | null
}

/** The run of a probe that never came to a container. */
export function unrun(cause: Cause): ContainerRun {
  const output = { stdout: '', stderr: '', exceeded: false }
  return { ...cause, exitCode: null, signal: null, output, ms: 0 }
}

/** Puts a probe, its run and its judgement into the form of the report. */
export function probeResult(
  spec: ProbeSpec,
  target: ProbeTarget,
  run: ContainerRun,
  judged: Judgement,
): ProbeResult {
  const { status, reason, expectation, assertions, absence } = judged
  const stdout = excerpt(run.output.stdout)
  const stderr = excerpt(run.output.stderr)
  const passedCommand = status === 'pass' && spec.kind !== 'absent'
  return {
    ...described(spec, target),
    expectation,
    status,
    outcome: run.outcome,
    exitCode: run.exitCode,
    signal: run.signal,
    ms: run.ms,
    reason,
    assertions,
    output: passedCommand ? (firstLine(run.output.stdout) ?? firstLine(run.output.stderr)) : null,
    stdout: stdout.text,
    stderr: stderr.text,
    truncated: stdout.truncated || stderr.truncated || run.output.exceeded,
    proof: absence?.proof ?? null,
    matches: absence?.leg.matches ?? [],
    nearMisses: absence?.leg.nearMisses ?? [],
    shipped: (absence?.shipped ?? []).map(({ path, layer, size }) => ({ path, layer, bytes: size })),
  }
}

/** The result of a probe that was not finished, because the run was stopped. */
export function stoppedResult(spec: ProbeSpec, target: ProbeTarget, why: string): ProbeResult {
  const run = unrun({ outcome: 'engine_error', detail: why })
  const judged = { status: 'error', reason: why, expectation: '', assertions: [], absence: null } as const
  return { ...probeResult(spec, target, run, judged), outcome: null }
}

function described(spec: ProbeSpec, target: ProbeTarget) {
  const { id, name, kind, argv, origin } = spec
  const { side, inspected } = target
  return {
    id,
    name,
    kind,
    argv,
    source: origin,
    side,
    informational: side === 'before',
    imageId: inspected.image.id,
  }
}
