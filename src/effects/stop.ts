/** Why a run ends early: a signal from outside, or its own deadline. The reason of `World.signal`. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly by: 'SIGINT' | 'SIGTERM' | 'deadline'

  constructor(by: Stopped['by'], message: string) {
    super(message)
    this.by = by
  }
}

/** A signal that aborts, once, when the process is interrupted or after `timeoutMs`. `release` lets go of both. */
export function stopSignal(
  process: Pick<NodeJS.Process, 'on' | 'off'>,
  timeoutMs: number,
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const interrupt = (name: NodeJS.Signals): void => {
    if (name === 'SIGINT' || name === 'SIGTERM') controller.abort(new Stopped(name, `interrupted by ${name}`))
  }
  const timer = setTimeout(() => {
    const minutes = Math.round(timeoutMs / 6000) / 10
    controller.abort(new Stopped('deadline', `the run took longer than its timeout of ${minutes} min`))
  }, timeoutMs)
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer)
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    },
  }
}
