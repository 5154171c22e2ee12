import type { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import type { Call } from './call.ts'
import { dialStream } from './dial.ts'
import type { ApiBuildRequest } from './docker.ts'

/**
 * Starts a build through `POST /build` and hands on its JSON messages as they arrive. With BuildKit
 * (`version=2`) no session is opened: dockerode's own drops secrets silently and is closed by the engine
 * after a few seconds. A failed build is a message too, not a rejection.
 */
export async function startBuild(
  client: Dockerode,
  request: ApiBuildRequest,
  call: Call,
): Promise<AsyncIterable<unknown>> {
  const body = await call(
    dialStream(client, {
      path: '/build?',
      method: 'POST',
      file: request.context,
      options: query(request),
      signal: request.signal,
    }),
  )
  return messages(body, call)
}

// Parameters that are empty are left out: Podman rejects them.
function query(request: ApiBuildRequest): Record<string, unknown> {
  return {
    version: request.buildkit ? '2' : '1',
    t: request.tag,
    dockerfile: request.dockerfile,
    labels: request.labels,
    ...(request.target !== null && { target: request.target }),
    ...(request.platform !== null && { platform: request.platform }),
    ...(Object.keys(request.buildArgs).length > 0 && { buildargs: request.buildArgs }),
    ...(request.network !== null && { networkmode: request.network }),
    ...(request.noCache && { nocache: true }),
    ...(!request.buildkit && { forcerm: true }),
  }
}

async function* messages(body: Readable, call: Call): AsyncGenerator<unknown> {
  const chunks = body.setEncoding('utf8').iterator()
  let rest = ''
  for (let next = await call(chunks.next()); !next.done; next = await call(chunks.next())) {
    const lines = `${rest}${next.value}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line)
  }
  if (rest.trim() !== '') yield JSON.parse(rest)
}
