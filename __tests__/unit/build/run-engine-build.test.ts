import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, expect, test } from '@jest/globals'
import type { BuildUpdate } from '../../../src/build/build-update.ts'
import { contextFilter } from '../../../src/build/context-filter.ts'
import { packContext } from '../../../src/build/context-packer.ts'
import { runEngineBuild } from '../../../src/build/run-engine-build.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { ApiBuildRequest } from '../../../src/effects/docker/docker.ts'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function run(
  answer: Parameters<typeof createServer>[1],
  context: Readable = Readable.from([Buffer.from('tar')]),
  signal = AbortSignal.timeout(5000),
): Promise<{ done: boolean; updates: BuildUpdate[] }> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const updates: BuildUpdate[] = []
  const request: Omit<ApiBuildRequest, 'signal'> = {
    ...{
      context,
      dockerfile: 'Dockerfile',
      tag: 'x:1',
      target: null,
      platform: null,
      buildArgs: {},
      labels: {},
    },
    ...{ network: null, noCache: false, buildkit: true },
  }
  const docker = await connectDocker(`tcp://127.0.0.1:${port}`, {})
  const clock = { now: () => 0, sleep: async () => undefined }
  const done = await runEngineBuild(request, (update) => updates.push(update), { docker, signal, clock })
  return { done, updates }
}

test('messages in one piece or in many, until the answer ends', async () => {
  const { done, updates } = await run((request, response) => {
    request.resume().on('end', () => {
      response.write('{"stream":"Step 1/1 : FRO')
      setTimeout(() => response.end('M x"}\r\n{"stream":"Successfully tagged x:1\\n"}'), 20)
    })
  })
  expect(done).toBe(true)
  expect(updates.flatMap(({ vertexes }) => vertexes.map(({ name }) => name))).toContain('Step 1/1 : FROM x')
})

test('an error message is a failure with HTTP 200', async () => {
  const { done, updates } = await run((request, response) => {
    request.resume().on('end', () => response.end('{"error":"no","errorDetail":{"message":"no"}}\n'))
  })
  expect([done, updates.at(-1)?.error]).toEqual([false, 'no'])
})

test('what the engine refuses at once is a failure in its words', async () => {
  const { done, updates } = await run((request, response) => {
    request
      .resume()
      .on('end', () =>
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end('{"message":"dockerfile parse error line 4: x"}'),
      )
  })
  expect([done, updates.at(-1)?.error]).toEqual([false, 'dockerfile parse error line 4: x'])
})

test('an engine that goes away in the middle is a failure', async () => {
  const { done, updates } = await run((request, response) => {
    request.resume().on('end', () => {
      response.write('{"stream":"Step 1/1 : FROM x\\n"}\n{"str')
      setTimeout(() => response.destroy(), 20)
    })
  })
  expect(done).toBe(false)
  expect(updates.at(-1)?.error).toMatch(/^the engine ended the connection \(.*aborted\)$/)
})

test('a context that cannot be read ends the request with the reason', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gone-'))
  await rm(directory, { recursive: true })
  const filter = contextFilter('', '.dockerignore')
  const context = packContext(directory, filter, { prefix: '', extra: [] })
  await expect(run((request) => request.resume(), context)).rejects.toThrow('ENOENT')
})
