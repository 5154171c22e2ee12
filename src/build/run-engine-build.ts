import type { Readable } from 'node:stream'
import { type ApiBuildRequest, EngineError } from '../effects/docker/docker.ts'
import type { World } from '../effects/world.ts'
import { apiReader } from './api-update.ts'
import { type BuildUpdate, noUpdate } from './build-update.ts'
import { builderWords } from './builder-words.ts'
import { asWritten } from './context-name.ts'

/**
 * Builds through the engine's API and hands on what it reports. Resolves with true when no error came; what the engine
 * refuses at once is an update with its words. Rejects when the context cannot be read.
 */
export async function runEngineBuild(
  request: Omit<ApiBuildRequest, 'signal'>,
  onUpdate: (update: BuildUpdate) => void,
  world: Pick<World, 'docker' | 'signal' | 'clock'>,
): Promise<boolean> {
  const broken = breaksWith(request.context)
  const signal = AbortSignal.any([world.signal, broken])
  const read = apiReader()
  let failed = false
  try {
    for await (const message of await world.docker.build({ ...request, signal })) {
      const update = read(message, world.clock.now())
      failed ||= update.error !== null
      onUpdate(inTheUsersWords(update))
    }
  } catch (error) {
    if (broken.aborted) throw broken.reason
    if (world.signal.aborted) return false
    if (!(error instanceof EngineError)) throw error
    const words = engineWords(error)
    onUpdate({ ...noUpdate, messages: [words], error: words })
    return false
  }
  return !failed
}

function inTheUsersWords(update: BuildUpdate): BuildUpdate {
  const vertexes = update.vertexes.map((vertex) => ({
    ...vertex,
    name: asWritten(vertex.name),
    error: asWritten(vertex.error),
  }))
  const error = update.error === null ? null : asWritten(update.error)
  return { ...update, vertexes, messages: update.messages.map(asWritten), error }
}

// A stream that fails while it is sent leaves the request open for ever.
function breaksWith(context: Readable): AbortSignal {
  const controller = new AbortController()
  context.once('error', (error) => controller.abort(error))
  return controller.signal
}

// dockerode puts the HTTP status before what the engine says.
function engineWords({ status, message }: EngineError): string {
  if (status === null) return `the engine ended the connection (${message})`
  return builderWords(message.replace(/^\(HTTP code \d+\) [\w ]+ - /, '').trim())
}
