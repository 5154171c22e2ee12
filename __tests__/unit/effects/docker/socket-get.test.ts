import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { getOverSocket } from '../../../../src/effects/docker/socket-get.ts'
import type { Take } from '../../../../src/effects/docker/take.ts'

let home: string
let socketPath: string
let server: Server
let answer: (socket: Socket, request: string) => void

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-socket-'))
  socketPath = join(home, 'engine.sock')
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (request) => answer(socket, `${request}`))
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
})
afterEach(async () => {
  server.close()
  await rm(home, { recursive: true, force: true })
})

const good = 'HTTP/1.0 200 OK\r\nContent-Type: application/x-tar\r\n\r\n'
const never = new AbortController().signal

/** Copies of what comes, and what the taking failed with. */
async function get(take: Take = () => {}, signal = never) {
  const chunks: Buffer[] = []
  const taking: Take = (chunk) => {
    chunks.push(Buffer.from(chunk))
    return take(chunk)
  }
  const failed = await getOverSocket({ socketPath, path: '/a?path=%2Fb' }, taking, signal)
  return { failed, body: Buffer.concat(chunks) }
}

test('the body comes whole, however its head and its bytes are cut', async () => {
  let asked = ''
  answer = async (socket, request) => {
    asked = request
    for (const part of [good.slice(0, 20), good.slice(20, -1), '\n', 'ab', 'c']) {
      socket.write(part)
      await setTimeout(5)
    }
    socket.end('d')
  }
  expect(await get()).toEqual({ failed: null, body: Buffer.from('abcd') })
  expect(asked).toBe('GET /a?path=%2Fb HTTP/1.0\r\nHost: docker\r\n\r\n')
  answer = (socket) => socket.end(good)
  expect(await get()).toEqual({ failed: null, body: Buffer.alloc(0) })
})

test('megabytes come in order through one buffer, which waits while a chunk is taken', async () => {
  const sent = Buffer.alloc(5_000_000, 'no two parts of it are at the same place of a chunk, ')
  answer = (socket) => socket.end(Buffer.concat([Buffer.from(good), sent]))
  const memory = new Set<ArrayBufferLike>()
  let count = 0
  let isBusy = false
  const { failed, body } = await get((chunk) => {
    expect(isBusy).toBe(false)
    const before = Buffer.from(chunk)
    memory.add(chunk.buffer)
    if (++count % 3 > 0) return
    isBusy = true
    return setTimeout(2).then(() => {
      isBusy = false
      expect(chunk.equals(before)).toBe(true)
    })
  })
  expect([failed, body.equals(sent)]).toEqual([null, true])
  // The first chunk stands beside the head.
  expect(memory.size).toBeLessThanOrEqual(2)
})

test('a refusal has the status and the words of the engine', async () => {
  answer = (socket) => socket.end('HTTP/1.0 404 Not Found\r\n\r\n{"message":"no such file"}')
  await expect(get()).rejects.toMatchObject({ statusCode: 404, json: { message: 'no such file' } })
  answer = (socket) => socket.end(`HTTP/1.1 500 Broken\r\n\r\n${'x'.repeat(1_000_000)}`)
  await expect(get()).rejects.toMatchObject({ statusCode: 500, json: null })
})

test.each([
  ['nothing', ''],
  ['half a head', good.slice(0, 30)],
  ['another protocol', 'SSH-2.0-x\r\n\r\n'],
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n'],
])('an answer that is %s is none', async (_, said) => {
  answer = (socket) => socket.end(said)
  await expect(get()).rejects.toThrow('the engine does not answer in HTTP/1.0')
})

test('what the taking fails with is told apart, and ends the connection', async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (socket) => {
      socket.once('close', () => resolve())
      socket.write(`${good}abc`)
    }
  })
  const error = new Error('taken amiss')
  const failing = get(() => {
    throw error
  })
  expect((await failing).failed).toEqual({ error })
  await closed
  answer = (socket) => socket.end(`${good}abc`)
  expect((await get(() => Promise.reject(error))).failed).toEqual({ error })
})

test('no engine and an interrupt reject', async () => {
  const abort = new AbortController()
  const reason = new Error('enough')
  answer = (socket) => {
    socket.write(`${good}abc`)
    abort.abort(reason)
  }
  await expect(get(() => {}, abort.signal)).rejects.toBe(reason)
  await expect(get(() => {}, abort.signal)).rejects.toBe(reason)
  socketPath = join(home, 'nowhere.sock')
  await expect(get()).rejects.toMatchObject({ code: 'ENOENT' })
})
