import type { Clock } from './effects/clock.ts'

/** The parts of a run whose time is told. */
type Part = 'buildMs' | 'measureMs' | 'probeMs'

/** Adds up what the parts of a run take, in ms. */
export interface Stopwatch {
  measure<T>(part: Part, work: () => Promise<T>): Promise<T>
  /** The sums so far, null for a part that did not take place; publishing comes after the report. */
  read(): Record<Part, number | null> & { readonly publishMs: null; readonly totalMs: number }
}

/** Starts counting now. */
export function createStopwatch(clock: Clock): Stopwatch {
  const begin = clock.now()
  const sums: Record<Part, number | null> = { buildMs: null, measureMs: null, probeMs: null }
  return {
    async measure(part, work) {
      const since = clock.now()
      try {
        return await work()
      } finally {
        sums[part] = (sums[part] ?? 0) + clock.now() - since
      }
    },
    read: () => ({ ...sums, publishMs: null, totalMs: clock.now() - begin }),
  }
}
