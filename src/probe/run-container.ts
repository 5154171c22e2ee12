import type { ContainerSpec } from '../effects/docker/docker.ts'
import type { World } from '../effects/world.ts'
import { type Captured, captureOutput, outputLimit } from './capture.ts'
import { type Classified, classify, type RunFacts } from './classify.ts'
import { refusalOf } from './engine-refusal.ts'
import type { LiveContainers } from './live-containers.ts'
import type { Cause } from './refusal.ts'
import { kill, untilEnded, watch } from './watch-container.ts'

/** What probing needs of the outside world. */
export type ProbeWorld = Pick<World, 'docker' | 'clock' | 'cleanup' | 'mark' | 'signal'>

/** One container to run: what the engine starts and how long it may take, in ms. */
export interface RunRequest {
  readonly container: ContainerSpec
  /** First word of the command line that the engine will start, the image's own entry point included. */
  readonly program: string
  readonly timeoutMs: number
  /** Puts files into the created container; a cause keeps it from being started. */
  readonly prepare: ((id: string) => Promise<Cause | null>) | null
}

/** What one container did. `ms`: from the request to start it until it had ended. */
export interface ContainerRun extends Classified {
  readonly output: Captured
  readonly ms: number
}

/**
 * Runs one container: create, attach, start, end, inspect. It is killed at its timeout or when it prints
 * more than `outputLimit`, and always removed. What the engine refuses becomes a class and no rejection;
 * rejects with the reason of `world.signal` when that aborts.
 */
export async function runContainer(
  request: RunRequest,
  world: ProbeWorld,
  live: LiveContainers,
): Promise<ContainerRun> {
  world.signal.throwIfAborted()
  const begin = world.clock.now()
  try {
    const id = await live.create(request.container)
    try {
      world.signal.throwIfAborted()
      const cause = (await request.prepare?.(id)) ?? null
      if (cause) return { ...cause, exitCode: null, signal: null, output: nothing, ms: 0 }
      return await runCreated(id, request, world)
    } finally {
      live.discard(id)
    }
  } catch (error) {
    world.signal.throwIfAborted()
    const facts = {
      program: request.program,
      refusal: refusalOf(error),
      state: null,
      killed: null,
      stderr: '',
      memoryBytes: null,
    }
    return { ...classify(facts), output: nothing, ms: world.clock.now() - begin }
  }
}

const nothing: Captured = { stdout: '', stderr: '', exceeded: false }

async function runCreated(id: string, request: RunRequest, world: ProbeWorld): Promise<ContainerRun> {
  const { containers } = world.docker
  const attached = await containers.attach(id)
  const finished = new AbortController()
  try {
    const flood = signalled()
    const capture = captureOutput(attached, outputLimit, flood.raise)
    world.signal.throwIfAborted()
    const begin = world.clock.now()
    await containers.start(id)
    const ended = untilEnded(id, capture, world, AbortSignal.any([finished.signal, world.signal]))
    const killed = await watch(ended, flood.raised, request.timeoutMs, world, finished.signal)
    const state = killed ? await kill(id, ended, world, finished.signal) : await ended
    const output = capture.text()
    // A program that ended by itself may still have printed more than was read.
    const reason = killed ?? (output.exceeded ? 'output-limit' : null)
    const facts: RunFacts = {
      program: request.program,
      refusal: null,
      state,
      killed: reason,
      stderr: output.stderr,
      memoryBytes: request.container.memoryBytes,
    }
    return { ...classify(facts), output, ms: world.clock.now() - begin }
  } finally {
    finished.abort()
    attached.close()
  }
}

function signalled(): { raised: Promise<'output-limit'>; raise: () => void } {
  let raise = (): void => undefined
  const raised = new Promise<'output-limit'>((resolve) => {
    raise = () => resolve('output-limit')
  })
  return { raised, raise }
}
