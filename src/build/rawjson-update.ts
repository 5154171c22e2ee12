import { type BuildUpdate, noUpdate, type VertexUpdate } from './build-update.ts'
import { builderWords } from './builder-words.ts'

/**
 * One line of `docker buildx build --progress=rawjson` (stderr). Lines that are not JSON are the client's own words;
 * one that starts with `ERROR:` says why the build failed.
 */
export function readRawJson(line: string): BuildUpdate {
  const status = parseObject(line)
  if (status) return { ...noUpdate, vertexes: vertexes(status.vertexes), logs: logs(status.logs) }
  return { ...noUpdate, messages: [line], error: line.startsWith('ERROR: ') ? builderWords(line) : null }
}

function parseObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function vertexes(list: unknown): VertexUpdate[] {
  return objects(list).map((vertex) => ({
    id: text(vertex.digest),
    name: text(vertex.name),
    cached: vertex.cached === true,
    started: time(vertex.started),
    completed: time(vertex.completed),
    error: text(vertex.error),
  }))
}

function logs(list: unknown): BuildUpdate['logs'] {
  return objects(list).map((log) => ({
    id: text(log.vertex),
    data: Buffer.from(text(log.data), 'base64'),
  }))
}

function objects(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isObject) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function time(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}
