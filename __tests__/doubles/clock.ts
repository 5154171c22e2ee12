import type { Clock } from '../../src/effects/clock.ts'

/** A clock that jumps ahead instead of sleeping, and the sleeps that it was asked for, in ms. */
export interface JumpingClock extends Clock {
  readonly sleeps: readonly number[]
}

/** Starts at a fixed time; real time does not pass. */
export function createJumpingClock(): JumpingClock {
  const sleeps: number[] = []
  let now = Date.UTC(2026, 0, 1)
  return {
    sleeps,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      sleeps.push(ms)
      now += ms
    },
  }
}
