/** Why a run ends early: a signal from outside, or its own deadline. The reason of `World.signal`. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly by: 'SIGINT' | 'SIGTERM' | 'deadline'

  constructor(by: Stopped['by'], message: string) {
    super(message)
    this.by = by
  }
}

/** The two ends of a run that come from outside. */
export interface StopSignals {
  /** Aborts, once, when the process is interrupted or the deadline passes. */
  readonly signal: AbortSignal
  /** Aborts only when the process is interrupted: a result is published after the deadline too. */
  readonly interrupted: AbortSignal
  release(): void
}

/** Listens to the process's signals, and counts `timeoutMs` from now. `release` lets go of both. */
export function stopSignal(process: Pick<NodeJS.Process, 'on' | 'off'>, timeoutMs: number): StopSignals {
  const interrupts = new AbortController()
  const deadline = new AbortController()
  const interrupt = (name: NodeJS.Signals): void => {
    if (name === 'SIGINT' || name === 'SIGTERM') interrupts.abort(new Stopped(name, `interrupted by ${name}`))
  }
  const timer = setTimeout(() => {
    const words = timeoutMs < 60_000 ? `${timeoutMs / 1000} s` : `${Math.round(timeoutMs / 6000) / 10} min`
    deadline.abort(new Stopped('deadline', `the run took longer than its timeout of ${words}`))
  }, timeoutMs)
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    signal: AbortSignal.any([interrupts.signal, deadline.signal]),
    interrupted: interrupts.signal,
    release: () => {
      clearTimeout(timer)
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    },
  }
}

/** Throws the reason of a signal that an interrupt aborted. After a deadline the run goes on to its report. */
export function throwIfInterrupted(signal: AbortSignal): void {
  const reason: unknown = signal.reason
  if (signal.aborted && !(reason instanceof Stopped && reason.by === 'deadline')) throw reason
}
