import type { Clock } from '../effects/clock.ts'
import type { Runner } from '../effects/runner.ts'
import type { StepChange } from './build-events.ts'
import type { BuildStep } from './built.ts'

/** Shows a build while it runs. */
export interface BuildProgress {
  change(change: StepChange): void
  /** Stops the live line. */
  end(): Promise<void>
}

/**
 * One line for each instruction when it ends, with its time or `cached`; in a terminal also a live line with the
 * instruction that runs and the seconds since it began.
 */
export function buildProgress(runner: Pick<Runner, 'context' | 'log'>, clock: Clock): BuildProgress {
  const running = new Map<number, { readonly step: BuildStep; readonly since: number }>()
  const stop = new AbortController()
  const live =
    runner.context.kind === 'terminal' ? follow(running, runner, clock, stop.signal) : Promise.resolve()
  return {
    change({ kind, number, step, instruction, error }) {
      if (!instruction) return
      if (kind === 'started') running.set(number, { step, since: clock.now() })
      if (kind !== 'finished') return
      running.delete(number)
      runner.log.info(stepLine(step, error))
    },
    async end() {
      stop.abort()
      await live
    },
  }
}

async function follow(
  running: ReadonlyMap<number, { readonly step: BuildStep; readonly since: number }>,
  runner: Pick<Runner, 'log'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const oldest = running.values().next().value
    if (oldest) {
      const more = running.size > 1 ? ` (and ${running.size - 1} more)` : ''
      const seconds = Math.floor((clock.now() - oldest.since) / 1000)
      runner.log.progress(`… ${oneLine(oldest.step.name)} ${seconds} s${more}`)
    }
    await clock.sleep(500, signal).catch(ignoreAbort(signal))
  }
}

function ignoreAbort(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error
  }
}

function stepLine(step: BuildStep, error: string): string {
  const end = step.cached ? 'cached' : `${((step.ms ?? 0) / 1000).toFixed(1)} s`
  return `${error === '' ? '✓' : '✗'} ${oneLine(step.name)} ${error === '' ? end : `failed after ${end}`}`
}

// A name may hold a whole script.
function oneLine(name: string): string {
  const line = name.replace(/\s+/g, ' ')
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}
