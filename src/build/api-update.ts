import { type BuildUpdate, noUpdate, type VertexUpdate } from './build-update.ts'
import { builderWords } from './builder-words.ts'
import { readTrace } from './trace-update.ts'

/**
 * A reader of the messages of `POST /build`, one after the other: BuildKit's traces, and the text of the legacy
 * builder and of Podman (`Step 2/7 : RUN …`, `STEP 2/7: RUN …`), whose steps begin and end when their lines arrive.
 * `at` is the time of arrival in ms since the epoch.
 */
export function apiReader(): (message: unknown, at: number) => BuildUpdate {
  const readText = textReader()
  return (message, at) => {
    if (typeof message !== 'object' || message === null) return noUpdate
    if ('error' in message) return failure(String(message.error), readText('', at))
    if ('id' in message && message.id === 'moby.buildkit.trace' && 'aux' in message) {
      return readTrace(Buffer.from(String(message.aux), 'base64'))
    }
    return 'stream' in message && typeof message.stream === 'string' ? readText(message.stream, at) : noUpdate
  }
}

function failure(error: string, last: BuildUpdate): BuildUpdate {
  const reason = builderWords(error)
  return {
    ...last,
    vertexes: last.vertexes.map((vertex) => ({ ...vertex, error: reason })),
    messages: [error],
    error: reason,
  }
}

// Empty text ends the step that runs, as a failure does.
function textReader(): (text: string, at: number) => BuildUpdate {
  let current: VertexUpdate | null = null
  return (text, at) => {
    const ended = current && { ...current, completed: at }
    const name = /^(?:\[\d+\/\d+\] )?step \d+\/\d+ ?: .*$/is.exec(text.trimEnd())?.[0]
    if (name !== undefined) {
      current = { id: name, name, cached: false, started: at, completed: null, error: '' }
      return { ...noUpdate, vertexes: ended ? [ended, current] : [current] }
    }
    if (text === '' || /^(?:Successfully (?:built|tagged) |COMMIT )/.test(text)) {
      current = null
      return { ...noUpdate, vertexes: ended ? [ended] : [], messages: text === '' ? [] : [text.trimEnd()] }
    }
    if (!current || text === '\n') return noUpdate
    if (/^ ?--+> Using cache/.test(text)) {
      current = { ...current, cached: true }
      return { ...noUpdate, vertexes: [current] }
    }
    return /^ ?--+> /.test(text)
      ? noUpdate
      : { ...noUpdate, logs: [{ id: current.id, data: Buffer.from(text) }] }
  }
}
