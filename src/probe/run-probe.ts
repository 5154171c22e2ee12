import type { ProbeSpec } from '../config/config.ts'
import { judgeAbsence } from './absence.ts'
import { expectationWords, judgeExpectation } from './expectation.ts'
import type { LiveContainers } from './live-containers.ts'
import { assertOutput, outputMatcher } from './output-expectation.ts'
import { type ContainerPlan, planContainer } from './plan-container.ts'
import { absentWords, presentBefore } from './present-before.ts'
import { probeResult, unrun } from './probe-result.ts'
import type { ProbeTarget } from './probe-target.ts'
import { putCheckout } from './put-checkout.ts'
import type { Assertion, ProbeResult } from './result.ts'
import { type ContainerRun, type ProbeWorld, type RunRequest, runContainer } from './run-container.ts'
import type { StaticLegs } from './static-legs.ts'

/** A start that finds the program has refuted an absence; what it does then is only shown. Milliseconds. */
const absentTimeoutMs = 10_000

/**
 * Runs and judges one probe on one side. Whatever the engine refuses is in the result; rejects with the
 * reason of `world.signal` when that aborts, and for a bug.
 */
export async function runProbe(
  spec: ProbeSpec,
  target: ProbeTarget,
  legs: StaticLegs,
  world: ProbeWorld,
  live: LiveContainers,
): Promise<ProbeResult> {
  const plan = target.obstacle ?? (await planContainer(spec, target, world.mark))
  if ('outcome' in plan) return judge(spec, target, legs, '', unrun(plan))
  const absent = spec.kind === 'absent'
  const known = absent && target.side === 'before' ? await presentBefore(spec, target, legs) : null
  if (known) return known
  const run = await runContainer(
    {
      ...plan,
      timeoutMs: absent ? Math.min(spec.timeoutMs, absentTimeoutMs) : spec.timeoutMs,
      prepare: checkoutStep(plan, world),
    },
    world,
    live,
  )
  return judge(spec, target, legs, plan.program, foreign(run, target))
}

function checkoutStep({ checkout }: ContainerPlan, world: ProbeWorld): RunRequest['prepare'] {
  return checkout && ((id) => putCheckout(id, checkout, world.docker.containers))
}

// The kernel's "exec format error" of an image for another processor says nothing of the program.
function foreign(run: ContainerRun, { foreign, inspected }: ProbeTarget): ContainerRun {
  if (run.outcome !== 'bad_format' || !foreign) return run
  const detail = `the image is for ${inspected.image.architecture}, and the engine cannot run that`
  return { ...run, outcome: 'platform_mismatch', detail }
}

async function judge(
  spec: ProbeSpec,
  target: ProbeTarget,
  legs: StaticLegs,
  program: string,
  run: ContainerRun,
): Promise<ProbeResult> {
  if (spec.kind === 'absent') return judgeAbsent(spec, target, legs, run)
  const missing = run.outcome === 'not_found' ? await absence(spec, program, legs, run) : null
  const judged = judgeExpectation({
    kind: spec.kind,
    program: program || spec.name,
    isEntrypoint: spec.entrypoint === 'image',
    run,
    timeoutMs: spec.timeoutMs,
    outputs: await assertOutputs(spec, run),
    absence: missing,
  })
  return probeResult(spec, target, run, {
    ...judged,
    expectation: expectationWords(spec.kind),
    absence: missing,
  })
}

async function judgeAbsent(
  spec: ProbeSpec,
  target: ProbeTarget,
  legs: StaticLegs,
  run: ContainerRun,
): Promise<ProbeResult> {
  const found = await absence(spec, spec.argv[0] ?? '', legs, run)
  const judged = { ...found, assertions: [], expectation: absentWords(spec), absence: found }
  return probeResult(spec, target, run, judged)
}

async function absence(spec: ProbeSpec, program: string, legs: StaticLegs, run: ContainerRun) {
  const leg = await legs.leg(spec, program)
  const shipped = legs.shipped(spec, program)
  return { ...judgeAbsence(program, leg, run, shipped), leg, shipped }
}

async function assertOutputs(spec: ProbeSpec, run: ContainerRun): Promise<Assertion[]> {
  const assertions: Assertion[] = []
  for (const stream of ['stdout', 'stderr'] as const) {
    const expectation = spec[stream]
    if (!expectation) continue
    const matches = await outputMatcher(expectation)
    assertions.push(assertOutput(stream, expectation, run.output[stream], matches))
  }
  return assertions
}
