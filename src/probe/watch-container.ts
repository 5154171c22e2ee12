import type { ContainerState } from '../effects/docker/docker.ts'
import type { World } from '../effects/world.ts'
import type { Capture } from './capture.ts'
import { refusalOf } from './engine-refusal.ts'

type WatchWorld = Pick<World, 'docker' | 'clock' | 'signal'>

/**
 * Resolves with the state of a container once it has ended; rejects when the engine refuses or `signal`
 * aborts. Not the engine's `wait`: that request travels on a connection of its own, may arrive after a
 * short program has ended, and then never returns.
 */
export async function untilEnded(
  id: string,
  capture: Capture,
  world: WatchWorld,
  signal: AbortSignal,
): Promise<ContainerState> {
  await capture.ended
  // A program may close its streams and go on.
  for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
    const state = await world.docker.containers.state(id)
    if (state.status !== 'running' && state.status !== 'paused') return state
    await world.clock.sleep(pause, signal)
  }
}

/** Waits for the end of a container, the flood of its output or its timeout (ms); null when it ended by itself. */
export async function watch(
  ended: Promise<ContainerState>,
  flood: Promise<'output-limit'>,
  timeoutMs: number,
  world: WatchWorld,
  finished: AbortSignal,
): Promise<'timeout' | 'output-limit' | null> {
  const late = world.clock.sleep(timeoutMs, AbortSignal.any([finished, world.signal]))
  return Promise.race([ended.then(() => null), flood, late.then(() => 'timeout' as const)])
}

/** Kills a container; its state, or null when it had not ended 10 s later. */
export async function kill(
  id: string,
  ended: Promise<ContainerState>,
  world: WatchWorld,
  finished: AbortSignal,
): Promise<ContainerState | null> {
  try {
    await world.docker.containers.kill(id)
  } catch (error) {
    // 409: it has ended in the meantime.
    if (refusalOf(error).status !== 409) throw error
  }
  const grace = world.clock.sleep(killGraceMs, AbortSignal.any([finished, world.signal]))
  return Promise.race([ended, grace.then(() => null)])
}

const killGraceMs = 10_000
