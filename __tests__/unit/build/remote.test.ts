import { spawn } from 'node:child_process'
import { chmod, readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { commit, git, image, scratch, serverAndClone, snapshot, worldOf, write } from './fixture.ts'

const folder = await scratch()
const token = 'token-of-the-job-1234'
const basicOf = (text: string) => `basic ${Buffer.from(`x-access-token:${text}`).toString('base64')}`
const seen: (string | undefined)[] = []
let wanted = basicOf(token)
let first: string
let url: string

/** GitHub's side: git over HTTP that answers only one Authorization header. */
function serve(request: IncomingMessage, response: ServerResponse): void {
  seen.push(request.headers.authorization)
  if (request.headers.authorization?.replace('Basic', 'basic') !== wanted) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    return
  }
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost')
  const env = {
    PATH: process.env.PATH ?? '',
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: request.method ?? '',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
  }
  const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
  request.pipe(backend.stdin)
  const chunks: Buffer[] = []
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  backend.on('close', () => {
    const answer = Buffer.concat(chunks)
    const end = answer.indexOf('\r\n\r\n')
    for (const line of answer.subarray(0, end).toString().split('\r\n')) {
      const [name, value] = line.split(': ')
      if (name === 'Status') response.statusCode = Number.parseInt(value ?? '500', 10)
      else if (name && value) response.setHeader(name, value)
    }
    response.end(answer.subarray(end + 4))
  })
}

const http = createServer(serve)

beforeAll(async () => {
  const made = await serverAndClone(folder, 'project', { Dockerfile: 'FROM scratch\n' })
  first = made.first
  await commit(made.clone, { a: '1' })
  await git(made.clone, 'push', '--quiet', 'origin', 'main')
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  url = `http://127.0.0.1:${address.port}`
})

afterAll(() => new Promise<unknown>((done) => http.close(done)))

/** A checkout of depth 1 whose remote is the HTTP server. */
async function shallow(name: string): Promise<string> {
  const directory = join(folder, name)
  await git(folder, 'clone', '--quiet', '--depth=1', `file://${join(folder, 'project.git')}`, directory)
  await git(directory, 'remote', 'set-url', 'origin', `${url}/project.git`)
  seen.length = 0
  return directory
}

/** A git that writes down its own arguments, before the real one runs. */
async function listening(): Promise<string> {
  const bin = join(folder, 'bin')
  const real = process.env.PATH ?? ''
  const script = `#!/bin/sh\nPATH='${real}'\nprintf '%s\\n' "$*" >> '${folder}/arguments'\nexec git "$@"\n`
  await write(folder, { 'bin/git': script, arguments: '' })
  await chmod(join(bin, 'git'), 0o755)
  return `${bin}:${real}`
}

async function open(directory: string, given: { token?: string; context?: object }) {
  const before = await snapshot(directory)
  const context = { kind: 'action' as const, serverUrl: url, ...given.context }
  const environment = { PATH: await listening() }
  const { trees, cleanup, lines } = worldOf(folder, directory, { ...given, context, environment })
  const opened = await trees.open(image({ before: { kind: 'git', ref: first } }))
  const written = await everything(join(folder, 'temporary'))
  await cleanup.run()
  expect(await snapshot(directory)).toEqual(before)
  return {
    tree: opened.before?.tree,
    error: opened.before?.error,
    lines,
    written,
    arguments: await readFile(join(folder, 'arguments'), 'utf8'),
  }
}

/** The text of all files that we wrote. */
async function everything(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))).join(
    '\n',
  )
}

describe('credentials', () => {
  test("the job's token serves where the checkout kept none; only in the environment", async () => {
    const { tree, lines, written, arguments: argv } = await open(await shallow('no-credentials'), { token })
    expect(tree?.commit).toBe(first)
    expect(new Set(seen)).toEqual(new Set([wanted]))
    expect(argv).toContain(first)
    for (const text of [argv, written]) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(wanted.slice('basic '.length))
    }
    expect(lines).toContain(`secret: ${wanted.slice('basic '.length)}`)
  })

  test("the checkout's own header serves, also from a file that it includes, and is the only one", async () => {
    wanted = basicOf('persisted-by-checkout')
    const directory = await shallow('with-header')
    const header = `[http "${url}/"]\n\textraheader = AUTHORIZATION: ${wanted}\n`
    await write(folder, { 'credentials.config': header })
    const key = `includeIf.gitdir:${join(directory, '.git')}.path`
    await git(directory, 'config', key, join(folder, 'credentials.config'))
    const { tree, written, arguments: argv } = await open(directory, { token })
    expect(tree?.commit).toBe(first)
    expect(new Set(seen)).toEqual(new Set([wanted]))
    for (const text of [argv, written]) expect(text).not.toContain(wanted.slice('basic '.length))
    wanted = basicOf(token)
  })

  test('a password in the address of the remote stays out of arguments and files', async () => {
    const directory = await shallow('in-address')
    await git(
      directory,
      'remote',
      'set-url',
      'origin',
      `${url.replace('//', `//x-access-token:${token}@`)}/project.git`,
    )
    const { tree, written, arguments: argv } = await open(directory, {})
    expect(tree?.commit).toBe(first)
    for (const text of [argv, written]) expect(text).not.toContain(token)
  })

  test('without any the side is denied, without a question', async () => {
    const { tree, error } = await open(await shallow('denied'), {})
    expect([tree, error]).toMatchObject([null, { stage: 'checkout', kind: 'denied' }])
  })

  test('the token never goes to another server', async () => {
    const { error } = await open(await shallow('elsewhere'), {
      token,
      context: { serverUrl: 'https://github.example' },
    })
    expect(error?.kind).toBe('denied')
    expect(new Set(seen)).toEqual(new Set([undefined]))
  })

  test("a checkout of a fork asks the run's own repository", async () => {
    const directory = await shallow('fork')
    await git(directory, 'remote', 'set-url', 'origin', `${url}/fork.git`)
    const context = { repository: 'project.git' }
    expect((await open(directory, { token })).error?.stage).toBe('checkout')
    expect((await open(directory, { token, context })).tree?.commit).toBe(first)
  })
})
