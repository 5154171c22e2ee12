import type { VertexUpdate } from './build-update.ts'
import type { BuildStep } from './built.ts'
import type { DockerfileOutline } from './dockerfile-lines.ts'
import { type LineTail, lineTail } from './line-tail.ts'
import { stepPlace } from './step-place.ts'

/** All that is known of one vertex; `number` is its position in the order of appearance, from 1. */
export interface Vertex extends VertexUpdate {
  readonly number: number
  readonly tail: LineTail
}

/** A vertex after news of it: it may start more than once, and that it was cached is only said the last time. */
export function mergeVertex(known: Vertex | null, news: VertexUpdate, number: number): Vertex {
  if (!known) return { ...news, number, tail: lineTail() }
  return {
    ...known,
    name: news.name || known.name,
    cached: news.cached || known.cached,
    started: news.started ?? known.started,
    completed: news.completed ?? known.completed,
    error: news.error || known.error,
  }
}

/** The vertex as a step of the report, with its place in the Dockerfile. */
export function toStep(vertex: Vertex, file: string, outline: DockerfileOutline): BuildStep {
  const { stage, line } = stepPlace(vertex.name, outline)
  const { started, completed } = vertex
  const ms = started !== null && completed !== null ? Math.max(0, Math.round(completed - started)) : null
  return { name: vertex.name, stage, file: line === null ? null : file, line, cached: vertex.cached, ms }
}

/** True for a name that a builder gives to an instruction of the Dockerfile. */
export function isInstruction(name: string): boolean {
  return /^\[[^\]]*\d+\/\d+\] |^step \d+\/\d+ ?: /i.test(name)
}

/** The vertex that failed; the steps beside it are reported as cancelled. Null when none did. */
export function failedVertex(vertexes: Vertex[]): Vertex | null {
  const failed = vertexes.filter((vertex) => vertex.error !== '')
  return failed.find((vertex) => !/context canceled/i.test(vertex.error)) ?? failed[0] ?? null
}
