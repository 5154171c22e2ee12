import { Stopped } from '../effects/stop.ts'
import type { BuildFailure } from './build-events.ts'
import type { BuildStep, SideError } from './built.ts'
import { errorKind, saysDiskFull } from './error-kind.ts'

/**
 * What to report of a build that failed. `file` is the Dockerfile, relative to the tree. The kind is read from the builder's
 * own words; of what the failing step printed, only that the disk is full counts.
 */
export function buildError(failure: BuildFailure, file: string): SideError {
  const { step, message, log } = failure
  const line = step?.line ?? parseErrorLine(message)
  return {
    stage: 'build',
    kind: saysDiskFull(`${message}\n${log.join('\n')}`) ? 'disk-full' : wordsOf(message, step !== null),
    message,
    step: step?.name ?? null,
    file,
    line,
    log: log.length > 0 ? log.map((text) => realName(text, file)).join('\n') : null,
  }
}

/**
 * What to report of a build that the run's deadline ended while `step` was running. Rethrows `reason` when it is
 * anything else than the deadline.
 */
export function stoppedError(reason: unknown, step: BuildStep | null, file: string): SideError {
  if (!(reason instanceof Stopped) || reason.by !== 'deadline') throw reason
  const { message } = reason
  const line = step?.line ?? null
  return { stage: 'build', kind: 'timeout', message, step: step?.name ?? null, file, line, log: null }
}

// A program that ended with a code says nothing about images, whatever its command line holds.
function wordsOf(message: string, isStep: boolean): SideError['kind'] {
  const program = /did not complete successfully|executor failed running|returned a non-zero code/.test(
    message,
  )
  return program || (isStep && !/pull|manifest|registry|authoriz/i.test(message))
    ? 'failed'
    : errorKind(message)
}

function parseErrorLine(message: string): number | null {
  const line = /dockerfile parse error (?:on )?line (\d+)/i.exec(message)?.[1]
  return line === undefined ? null : Number(line)
}

// The builder saw a copy of the Dockerfile and names it by its last part.
function realName(text: string, file: string): string {
  const name = file.split('/').at(-1) ?? file
  return text.startsWith(`${name}:`) && /^\d+$/.test(text.slice(name.length + 1))
    ? `${file}${text.slice(name.length)}`
    : text
}
