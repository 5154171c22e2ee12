import type { ProbeSpec } from '../config/config.ts'
import { type LiveContainers, trackContainers } from './live-containers.ts'
import { stoppedResult } from './probe-result.ts'
import { type ProbedSide, type ProbeTarget, probeTarget } from './probe-target.ts'
import type { ProbeResult } from './result.ts'
import type { ProbeWorld } from './run-container.ts'
import { runProbe } from './run-probe.ts'
import { sideBySide } from './side-by-side.ts'
import { staticLegs } from './static-legs.ts'

/** The probes of one compared image and the sides to run them on. */
export interface ProbeRequest {
  readonly specs: readonly ProbeSpec[]
  /** Null when there is nothing on that side to be probed. */
  readonly before: ProbedSide | null
  readonly after: ProbedSide
  /** Absolute path of the user's repository root: mounts of a side without a tree of its own are relative to it. */
  readonly checkout: string
}

/**
 * Runs all probes on the after image, to be judged, and on the before image, for information. Results are in
 * the written order: all of the after side, then all of the before side. Probes run side by side, as many as
 * the engine has processors. Where both sides are the same image, a probe that sees nothing of the tree is
 * run once and serves both.
 *
 * A probe that could not be run or judged is a result with status `error`; when `world.signal` aborts, so is
 * every probe that had not ended. Rejects for a bug, and when the engine does not answer at all at the start.
 */
export async function probeImages(request: ProbeRequest, world: ProbeWorld): Promise<ProbeResult[]> {
  const { specs } = request
  if (specs.length === 0) return []
  const live = trackContainers(world)
  const { before, after, width } = await preflight(request, world)
  const shared = before && sameImage(before, after) ? specs.filter(seesNoTree) : []
  const beforeSpecs = before ? specs.filter((spec) => !shared.includes(spec)) : []
  const tasks = [
    ...probeTasks(specs, after, world, live),
    ...(before ? probeTasks(beforeSpecs, before, world, live) : []),
  ]
  const results = await sideBySide(tasks, width)
  await live.settled()
  const afterResults = results.slice(0, specs.length)
  if (!before) return afterResults
  const ran = results.slice(specs.length).values()
  const beforeResults = specs.map((spec, index) => {
    const result = shared.includes(spec) ? afterResults[index] : ran.next().value
    if (!result) throw new Error(`no result for the probe ${spec.id} on the before side`)
    return { ...result, side: 'before', informational: true } satisfies ProbeResult
  })
  return [...afterResults, ...beforeResults]
}

async function preflight(
  { before, after, checkout }: ProbeRequest,
  { docker }: ProbeWorld,
): Promise<{ before: ProbeTarget | null; after: ProbeTarget; width: number }> {
  const [engine, afterDetails, beforeDetails] = await Promise.all([
    docker.info(),
    docker.images.inspect(after.inspected.image.id),
    before ? docker.images.inspect(before.inspected.image.id) : null,
  ])
  return {
    after: probeTarget('after', after, engine, afterDetails, checkout),
    before: before && probeTarget('before', before, engine, beforeDetails, checkout),
    width: engine.cpus,
  }
}

function probeTasks(
  specs: readonly ProbeSpec[],
  target: ProbeTarget,
  world: ProbeWorld,
  live: LiveContainers,
): (() => Promise<ProbeResult>)[] {
  const legs = staticLegs(target.obstacle ? [] : specs, target, world, live)
  return specs.map((spec) => async () => {
    const stopped = whenStopped(world.signal)
    try {
      const ended = await Promise.race([runProbe(spec, target, legs, world, live), stopped.promise])
      return ended ?? stoppedResult(spec, target, stopWords(world.signal))
    } catch (error) {
      if (!world.signal.aborted) throw error
      return stoppedResult(spec, target, stopWords(world.signal))
    } finally {
      stopped.release()
    }
  })
}

// Resolves with null: an engine that hangs must not keep a stopped run from its end.
function whenStopped(signal: AbortSignal): { promise: Promise<null>; release: () => void } {
  let release = (): void => undefined
  const promise = new Promise<null>((resolve) => {
    const stop = (): void => resolve(null)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    release = () => signal.removeEventListener('abort', stop)
  })
  return { promise, release }
}

function stopWords(signal: AbortSignal): string {
  const reason: unknown = signal.reason
  return `not finished: ${reason instanceof Error ? reason.message : 'the run was stopped'}`
}

function sameImage(before: ProbeTarget, after: ProbeTarget): boolean {
  return before.inspected.image.id === after.inspected.image.id
}

function seesNoTree(spec: ProbeSpec): boolean {
  return spec.checkout === null && spec.mounts.length === 0
}
