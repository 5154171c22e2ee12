import type { BuildUpdate, VertexUpdate } from './build-update.ts'
import { failedVertex, isInstruction, mergeVertex, toStep, type Vertex } from './build-vertex.ts'
import type { BuildStep } from './built.ts'
import type { DockerfileOutline } from './dockerfile-lines.ts'
import { lineTail } from './line-tail.ts'

/** A step that began, wrote lines or ended; `number` is its position among all that the builder did, from 1. */
export interface StepChange {
  readonly kind: 'started' | 'output' | 'finished'
  readonly number: number
  readonly step: BuildStep
  /** True for an instruction of the Dockerfile, false for what the builder does beside them. */
  readonly instruction: boolean
  readonly lines: readonly string[]
  /** Why the step failed; empty otherwise. */
  readonly error: string
}

/** Why a build failed. `log`: the last lines of the failing step, or else of the builder. */
export interface BuildFailure {
  readonly step: BuildStep | null
  readonly message: string
  readonly log: readonly string[]
}

/** Everything that the updates of one build amount to. */
export interface BuildEvents {
  /** Takes in an update and returns what changed by it, in order. */
  add(update: BuildUpdate): StepChange[]
  /** The Dockerfile's instructions as steps, in the order of their lines; those without a line come last. */
  steps(): BuildStep[]
  /** Null as long as no update brought an error. */
  failure(): BuildFailure | null
  /** The instruction that began first among those that run; null when none does. */
  running(): BuildStep | null
  /** The last lines of the builder's own words. */
  lastMessages(): string[]
}

/**
 * The one reducer of build steps, for every builder. Later news of a vertex wins; `file` is the Dockerfile as the
 * report names it, `outline` its content, by which steps get their lines.
 */
export function buildEvents(file: string, outline: DockerfileOutline): BuildEvents {
  const vertexes = new Map<string, Vertex>()
  const messages = lineTail()
  let error: string | null = null
  const toChange = (kind: StepChange['kind'], vertex: Vertex, lines: readonly string[]): StepChange => ({
    kind,
    number: vertex.number,
    step: toStep(vertex, file, outline),
    instruction: isInstruction(vertex.name),
    lines,
    error: vertex.error,
  })
  const takeVertex = (news: VertexUpdate): StepChange[] => {
    const known = vertexes.get(news.id)
    const vertex = mergeVertex(known ?? null, news, vertexes.size + 1)
    vertexes.set(news.id, vertex)
    const changes: StepChange[] = []
    if (vertex.started !== null && (known?.started ?? null) === null)
      changes.push(toChange('started', vertex, []))
    if (vertex.completed !== null && (known?.completed ?? null) === null) {
      const rest = vertex.tail.end()
      if (rest.length > 0) changes.push(toChange('output', vertex, rest))
      changes.push(toChange('finished', vertex, []))
    }
    return changes
  }
  const takeLog = (log: BuildUpdate['logs'][number]): StepChange[] => {
    const vertex = vertexes.get(log.id)
    const lines = vertex?.tail.push(log.data) ?? []
    return vertex && lines.length > 0 ? [toChange('output', vertex, lines)] : []
  }
  return {
    add(update) {
      for (const line of update.messages) messages.push(Buffer.from(`${line}\n`))
      error = update.error ?? error
      return [
        ...update.vertexes.flatMap((vertex) => takeVertex({ ...vertex, completed: null })),
        ...update.logs.flatMap(takeLog),
        ...update.vertexes.flatMap(takeVertex),
      ]
    },
    steps: () =>
      [...vertexes.values()]
        .filter((vertex) => isInstruction(vertex.name))
        .map((vertex) => toStep(vertex, file, outline))
        .sort((left, right) => lineOrLast(left) - lineOrLast(right)),
    failure() {
      const failed = failedVertex([...vertexes.values()])
      const message = error ?? failed?.error ?? null
      if (message === null) return null
      const own = failed?.tail.last() ?? []
      return {
        step: failed ? toStep(failed, file, outline) : null,
        message,
        log: own.length > 0 ? own : messages.last(),
      }
    },
    running() {
      const open = [...vertexes.values()].find(
        (vertex) => isInstruction(vertex.name) && vertex.started !== null && vertex.completed === null,
      )
      return open ? toStep(open, file, outline) : null
    },
    lastMessages: () => messages.last(),
  }
}

function lineOrLast(step: BuildStep): number {
  return step.line ?? Number.MAX_SAFE_INTEGER
}
