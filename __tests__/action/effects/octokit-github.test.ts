import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GitHubError } from '../../../src/effects/github.ts'
import { createOctokitGitHub } from '../../../src/effects/octokit-github.ts'
import { createJumpingClock, type JumpingClock } from '../../doubles/clock.ts'
import { failing, hangingUpAfterwards, type Interception, limitMessage } from '../../github-server/faults.ts'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { addComment } from '../../github-server/state.ts'

let server: GitHubServer
let clock: JumpingClock
let warnings: string[]
beforeEach(async () => {
  server = await startGitHubServer()
  clock = createJumpingClock()
  warnings = []
})
afterEach(async () => {
  await server.close()
  expect(server.violations).toEqual([])
})

const client = (options: { apiUrl?: string; signal?: AbortSignal } = {}) =>
  createOctokitGitHub({
    token: 'ghs_token',
    apiUrl: options.apiUrl ?? server.url,
    repository: 'octo/guarded',
    clock,
    signal: options.signal ?? new AbortController().signal,
    warn: (line) => warnings.push(line),
  })

const comments = { method: 'GET', path: /comments/ }
const viewer = { method: 'POST', path: /graphql/ }

/** What a rejected request rejects with. */
async function failure(request: Promise<unknown>): Promise<GitHubError> {
  const error = await request.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof GitHubError) return error
  throw new Error(`no GitHubError but ${String(error)}`)
}

describe('what it reads', () => {
  test('the head, the labels and the merge base', async () => {
    server.state.labels = ['size: accepted', 'bug']
    expect(await client().headSha(7)).toBe('a'.repeat(40))
    expect(await client().labels(7)).toEqual(['size: accepted', 'bug'])
    expect(await client().mergeBase('c'.repeat(40), 'd'.repeat(40))).toBe('b'.repeat(40))
  })

  test('the comments of every page, oldest first, with their authors as REST has them', async () => {
    for (let index = 0; index < 250; index += 1)
      addComment(server.state, 'github-actions[bot]', `body ${index}`)
    const all = await client().comments(7)
    expect(all.map(({ body }) => body)).toEqual(Array.from({ length: 250 }, (_, index) => `body ${index}`))
    expect(all[0]).toEqual({
      id: 1001,
      body: 'body 0',
      author: 'github-actions[bot]',
      url: 'https://github.example/octo/guarded/pull/7#issuecomment-1001',
    })
    expect(server.requests).toHaveLength(3)
  })

  test('at most fifty pages, and it says so', async () => {
    for (let index = 0; index < 5001; index += 1) addComment(server.state, 'someone', 'x')
    expect(await client().comments(7)).toHaveLength(5000)
    expect(warnings).toEqual(['GitHub lists more than 5000 entries; the rest is not read'])
  })

  test('no page on another host: it would be given the token', async () => {
    server.intercept({
      ...comments,
      times: 1,
      answer: async (perform) => ({
        ...(await perform()),
        headers: { link: '<http://evil.example/comments?page=2>; rel="next"' },
      }),
    })
    expect((await failure(client().comments(7))).message).toBe('the next page is on another host')
  })
})

describe('who it is', () => {
  test.each(['github-actions[bot]', 'my-app[bot]', 'a-person'])('%s', async (login) => {
    server.state.viewer = login
    expect(await client().viewer()).toBe(login)
  })

  test('a personal token is then asked for by REST', async () => {
    server.state.viewer = 'a-person'
    server.intercept(failing({ ...viewer, times: 9 }, 502, 'Bad Gateway'))
    expect(await client().viewer()).toBe('a-person')
  })

  test('another token that nobody knows is no identity', async () => {
    server.intercept(failing({ ...viewer, times: 9 }, 502, 'Bad Gateway'))
    expect((await failure(client().viewer())).status).toBe(403)
  })

  test('an error inside a GraphQL answer is an error', async () => {
    server.intercept({
      ...viewer,
      times: 1,
      answer: async () => ({ status: 200, body: { errors: [{ type: 'FORBIDDEN', message: 'no' }] } }),
    })
    expect((await failure(client().viewer())).status).toBe(403)
    expect(clock.sleeps).toEqual([])
  })
})

describe('trying again', () => {
  test.each([
    ['500', failing({ ...comments, times: 2 }, 500, 'Server Error'), [1000, 3000]],
    ['a broken connection', hangingUpAfterwards({ ...comments, times: 1 }), [1000]],
    ['503 with a time', failing({ ...comments, times: 1 }, 503, 'Busy', { 'retry-after': '7' }), [7000]],
    ['429 with a time', failing({ ...comments, times: 1 }, 429, 'Slow down', { 'retry-after': '5' }), [5000]],
    ['429 without a time', failing({ ...comments, times: 1 }, 429, 'Slow down'), [60_000]],
    ['a secondary limit', failing({ ...comments, times: 1 }, 403, limitMessage), [60_000]],
    [
      'a used-up limit with its reset',
      failing({ ...comments, times: 1 }, 403, 'API rate limit exceeded', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Date.UTC(2026, 0, 1) / 1000 + 20),
      }),
      [20_000],
    ],
  ] satisfies [string, Interception, number[]][])('after %s', async (_name, interception, sleeps) => {
    server.intercept(interception)
    expect(await client().comments(7)).toEqual([])
    expect(clock.sleeps).toEqual(sleeps)
  })

  test.each([
    ['403', failing({ ...comments, times: 1 }, 403, 'Resource not accessible by integration'), 403, null],
    ['404', failing({ ...comments, times: 1 }, 404, 'Not Found'), 404, null],
    [
      'a limit of an hour',
      failing({ ...comments, times: 1 }, 429, 'Slow down', { 'retry-after': '3600' }),
      429,
      3600,
    ],
  ] satisfies [string, Interception, number, number | null][])(
    'not after %s',
    async (_name, interception, status, retryAfter) => {
      server.intercept(interception)
      expect(await failure(client().comments(7))).toMatchObject({ status, retryAfter })
      expect(clock.sleeps).toEqual([])
    },
  )

  test('gives up after four tries', async () => {
    server.intercept(failing({ ...comments, times: 9 }, 500, '<html>\n<body>Unicorn!</body></html>'))
    expect(await failure(client().comments(7))).toMatchObject({ status: 500, retryAfter: null })
    expect(server.requests).toHaveLength(4)
  })

  test('one bound of 90 s holds for all requests of a client together', async () => {
    const github = client()
    server.intercept(failing({ ...comments, times: 2 }, 403, limitMessage))
    await failure(github.comments(7))
    expect(clock.sleeps).toEqual([60_000])
  })

  test('a create is not repeated after 500, nor after a broken connection', async () => {
    const creating = { method: 'POST', path: /comments/ }
    server.intercept(failing({ ...creating, times: 1 }, 500, 'Server Error'))
    expect(await failure(client().createComment(7, 'x'))).toMatchObject({ status: 500 })
    server.intercept(hangingUpAfterwards({ ...creating, times: 1 }))
    expect(await failure(client().createComment(7, 'x'))).toMatchObject({ status: null })
    expect(server.state.comments).toHaveLength(1)
    expect(clock.sleeps).toEqual([])
  })

  test('a create that a limit refused has not happened, so it is repeated', async () => {
    server.intercept(failing({ method: 'POST', path: /comments/, times: 1 }, 403, limitMessage))
    expect((await client().createComment(7, 'x')).body).toBe('x')
    expect(server.state.comments).toHaveLength(1)
  })

  test('an interrupt ends it', async () => {
    server.intercept(failing({ ...comments, times: 9 }, 500, 'Server Error'))
    await failure(client({ signal: AbortSignal.abort(new Error('SIGINT')) }).comments(7))
    expect([server.requests, clock.sleeps]).toEqual([[], []])
  })
})

test('nobody at the address is an error without a status', async () => {
  expect(await failure(client({ apiUrl: 'http://127.0.0.1:1' }).headSha(7))).toMatchObject({ status: null })
})

test('no error holds the token', async () => {
  server.intercept(failing({ ...comments, times: 1 }, 401, 'Bad credentials'))
  const error = await failure(client().comments(7))
  expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('ghs_token')
})

describe('an enterprise server', () => {
  let enterprise: GitHubServer
  beforeEach(async () => {
    enterprise = await startGitHubServer('/api/v3')
  })
  afterEach(() => enterprise.close())

  test('is reached below its prefix, GraphQL beside it', async () => {
    for (let index = 0; index < 101; index += 1) addComment(enterprise.state, 'someone', 'x')
    const github = client({ apiUrl: enterprise.url })
    expect(await github.viewer()).toBe('github-actions[bot]')
    expect(await github.comments(7)).toHaveLength(101)
    expect(enterprise.requests).toEqual([
      'POST /api/graphql',
      'GET /api/v3/repos/octo/guarded/issues/7/comments?per_page=100',
      'GET /api/v3/repositories/1/issues/7/comments?per_page=100&page=2',
    ])
    expect(enterprise.violations).toEqual([])
  })
})
