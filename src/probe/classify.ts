import type { ContainerState } from '../effects/docker/docker.ts'
import { outputLimit } from './capture.ts'
import { executionFailure, missingLibrary, signalOf } from './exit-cause.ts'
import { type Cause, classifyRefusal, type Refusal } from './refusal.ts'
import type { Outcome } from './result.ts'

/** What is known of one container after it ended or failed to start. */
export interface RunFacts {
  /** First word of the command line that the engine started. */
  readonly program: string
  /** The engine's answer when it refused to create or start the container. */
  readonly refusal: Refusal | null
  /** Null when there is no container to ask about. */
  readonly state: ContainerState | null
  /** Why this program killed the container, if it did. */
  readonly killed: 'timeout' | 'output-limit' | null
  readonly stderr: string
  /** The memory that the container may use; null without a limit of ours. */
  readonly memoryBytes: number | null
}

/**
 * The class of what happened. `detail` is its cause: what the program did for `oom`, `timeout` and `signalled`,
 * empty for `ran`, else a clause of its own.
 */
export interface Classified {
  readonly outcome: Outcome
  readonly exitCode: number | null
  readonly signal: string | null
  readonly detail: string
}

/**
 * Sorts what an engine reported into an outcome class. An exit code alone never decides: 127 has at least
 * six causes. What is not recognised is `engine_error`, which satisfies no expectation.
 *
 * Precedence: a start that never happened, out of memory (whatever the exit code), our own kill, what the
 * runtime or the dynamic loader wrote on stderr, a signal, and only then the exit code.
 */
export function classify(facts: RunFacts): Classified {
  const { refusal, state } = facts
  if (refusal) return never(classifyRefusal(refusal, facts.program))
  if (!state) return never({ outcome: 'engine_error', detail: 'the engine told nothing of the container' })
  if (neverStarted(state)) {
    const message = state.error || `the container is "${state.status}" and never started`
    return never(classifyRefusal({ status: null, message }, facts.program))
  }
  // The engine sometimes misses the kernel's notice: then only the kill remains, of a container with a limit.
  const starved = state.exitCode === 137 && facts.killed === null && facts.memoryBytes !== null
  if (state.oomKilled || starved)
    return ended(state, { outcome: 'oom', detail: 'ran out of memory and was killed' })
  if (facts.killed === 'timeout')
    return ended(state, { outcome: 'timeout', detail: 'did not end in time and was killed' })
  if (facts.killed)
    return ended(
      state,
      { outcome: 'signalled', detail: `printed more than ${limit} and was killed` },
      'SIGKILL',
    )
  return classifyExit(state, facts)
}

const limit = `${outputLimit / 1024 / 1024} MiB`

function classifyExit(state: ContainerState, { program, stderr }: RunFacts): Classified {
  const cause = executionFailure(state.exitCode, stderr, program) ?? missingLibrary(state.exitCode, stderr)
  if (cause) return ended(state, cause)
  const signal = signalOf(state.exitCode)
  if (signal) return ended(state, { outcome: 'signalled', detail: `was ended by ${signal}` }, signal)
  return ended(state, { outcome: 'ran', detail: '' })
}

// The zero time of Go; the exit code of such a container is the engine's invention.
function neverStarted(state: ContainerState): boolean {
  return state.startedAt === '' || state.startedAt.startsWith('0001-')
}

function never(cause: Cause): Classified {
  return { ...cause, exitCode: null, signal: null }
}

function ended(state: ContainerState, cause: Cause, signal: string | null = null): Classified {
  return { ...cause, exitCode: state.exitCode, signal }
}
