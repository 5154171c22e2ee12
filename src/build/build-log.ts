import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StepChange } from './build-events.ts'

/** The full log of one build, in a file. */
export interface BuildLog {
  readonly path: string
  message(line: string): void
  change(change: StepChange): void
  close(): void
}

/** Most bytes of a log file; what comes after is left out, and the file says so. */
const mostBytes = 64 * 1024 * 1024

/**
 * Opens the log file, its folder included. `redact` takes known secrets out of a line. Each line carries the number of its step, because steps run side by side. Lines are written
 * as they come, so that a build that prints faster than the disk takes it is slowed down instead of held in memory.
 */
export function openBuildLog(path: string, redact: (line: string) => string): BuildLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'w')
  let room = mostBytes
  const write = (line: string): void => {
    if (room <= 0) return
    room -= writeSync(file, `${redact(line)}\n`)
    if (room <= 0) writeSync(file, `the log ends here: it is longer than ${mostBytes} bytes\n`)
  }
  return {
    path,
    message: write,
    change({ kind, number, step, lines, error }) {
      if (kind === 'started') write(`#${number} ${step.name}`)
      for (const line of lines) write(`#${number} ${line}`)
      if (kind === 'finished') write(`#${number} ${ending(step, error)}`)
    },
    close: () => closeSync(file),
  }
}

function ending(step: StepChange['step'], error: string): string {
  if (error !== '') return `ERROR ${error}`
  return step.cached ? 'CACHED' : `DONE ${((step.ms ?? 0) / 1000).toFixed(1)}s`
}
