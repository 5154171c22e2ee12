import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { PublishConfig } from '../../../src/config/config.ts'
import { createOctokitGitHub } from '../../../src/effects/octokit-github.ts'
import type { GitHubEvent } from '../../../src/effects/runner.ts'
import { UserError } from '../../../src/errors.ts'
import { createMarker, writeMarker } from '../../../src/publish/marker.ts'
import { publish } from '../../../src/publish/publish.ts'
import type { Rendered } from '../../../src/publish/publish-input.ts'
import { createJumpingClock, type JumpingClock } from '../../doubles/clock.ts'
import { type ReportFacts, reportOf } from '../../doubles/report.ts'
import { createMemoryRunner, type MemoryRunner } from '../../doubles/runner.ts'
import {
  failing,
  failingAfterwards,
  hangingUpAfterwards,
  limitMessage,
  racing,
  slow,
} from '../../github-server/faults.ts'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { addComment } from '../../github-server/state.ts'

const bot = 'github-actions[bot]'
const fromRepository = { sha: 'a'.repeat(40), repo: { id: 1 } }
const pullRequest = (head: unknown = fromRepository): GitHubEvent => ({
  name: 'pull_request',
  payload: { repository: { id: 1 }, pull_request: { number: 7, head, labels: [] } },
})

let directory: string
let server: GitHubServer
let clock: JumpingClock
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'publish-test-'))
  server = await startGitHubServer()
  clock = createJumpingClock()
})
afterEach(async () => {
  rmSync(directory, { recursive: true })
  await server.close()
  expect(server.violations).toEqual([])
})

interface Situation {
  readonly report?: ReportFacts
  readonly config?: Partial<PublishConfig>
  readonly event?: GitHubEvent | null
  readonly rendered?: Partial<Rendered>
  readonly runner?: MemoryRunner
  readonly apiUrl?: string
}

async function run(situation: Situation = {}) {
  const event = situation.event === undefined ? pullRequest() : situation.event
  const runner = situation.runner ?? createMemoryRunner(directory, event)
  const published = await publish(
    reportOf(situation.report),
    { comment: () => 'the report', summary: () => 'the summary', ...situation.rendered },
    {
      comment: 'auto',
      commentKey: 'size',
      githubToken: 'ghs_token',
      summary: true,
      annotations: true,
      ...situation.config,
    },
    {
      runner,
      clock,
      github: (token) =>
        createOctokitGitHub({
          token,
          apiUrl: situation.apiUrl ?? server.url,
          repository: 'octo/guarded',
          clock,
          signal: new AbortController().signal,
          warn: runner.log.warning,
        }),
    },
  )
  return { runner, published }
}

const markerLine = (runNumber: number) =>
  writeMarker(createMarker('size', '.github/workflows/size.yml', { number: runNumber, attempt: 1 }))
const oldComment = (runNumber = 11, author = bot) =>
  addComment(server.state, author, `${markerLine(runNumber)}\nold`)
const texts = () => server.state.comments.map(({ body }) => body.replace(/^<!--.*-->\n/, ''))
const writes = () => server.requests.filter((request) => /^(POST|PATCH|DELETE) .*comments/.test(request))
const create = { method: 'POST', path: /comments/ }
const update = { method: 'PATCH', path: /comments/ }

describe('everything in its place', () => {
  test('file, outputs, summary, annotations and comment say the same run', async () => {
    const finding = {
      rule: 'max-size',
      level: 'error',
      side: 'after',
      message: 'too big',
      bytes: 1,
      paths: [{ path: 'Dockerfile', line: 1 }],
      fixes: [],
      inBefore: null,
    } as const
    const { runner, published } = await run({ report: { verdict: 'fail', findings: [finding] } })
    const url = 'https://github.example/octo/guarded/pull/7#issuecomment-1001'
    expect(published).toEqual({
      reportFile: join(directory, 'image-size-report.json'),
      commentUrl: url,
      problems: [],
    })
    expect(JSON.parse(readFileSync(published.reportFile, 'utf8'))).toEqual(
      reportOf({ verdict: 'fail', findings: [finding] }),
    )
    expect(Object.fromEntries(runner.outputs)).toEqual({
      verdict: 'fail',
      'before-size': '10000',
      'after-size': '11000',
      delta: '1000',
      'delta-percent': '10',
      report: published.reportFile,
      'comment-url': url,
    })
    expect(runner.summaryText).toBe('the summary')
    expect(runner.annotations).toMatchObject([{ file: 'Dockerfile', line: 1, message: 'too big' }])
    expect(texts()).toEqual(['the report'])
    expect(runner.lines).toEqual([])
    expect(server.requests.length).toBeLessThanOrEqual(8)
  })

  test('summary and annotations can be switched off', async () => {
    const { runner } = await run({ config: { summary: false, annotations: false } })
    expect([runner.summaryText, runner.annotations]).toEqual(['', []])
  })

  test('a known secret is in no file, output or comment', async () => {
    const runner = createMemoryRunner(directory, pullRequest())
    runner.secret('build-secret-value')
    const { published } = await run({
      runner,
      report: { reason: 'echo build-secret-value' },
      rendered: { comment: () => 'says build-secret-value', summary: () => 'says build-secret-value' },
    })
    const everything = [
      readFileSync(published.reportFile, 'utf8'),
      runner.summaryText,
      ...runner.outputs.values(),
      ...texts(),
    ].join('\n')
    expect(everything).not.toContain('build-secret-value')
    expect(texts()).toEqual(['says ***'])
  })

  test('a summary that cannot be written is said, and the comment still comes', async () => {
    const runner = createMemoryRunner(directory, pullRequest())
    runner.summary = async () => {
      throw new UserError('no room left')
    }
    const { published } = await run({ runner })
    expect(published.problems).toEqual(["The job's summary could not be written: no room left"])
    expect(texts()).toEqual(['the report'])
  })
})

describe('when a comment is created', () => {
  test.each([
    ['auto', { delta: 1 }, 1],
    ['auto', { delta: -1 }, 1],
    ['auto', { delta: 0, verdict: 'warn' }, 1],
    ['auto', { delta: 0, verdict: 'not-measured' }, 1],
    ['auto', { delta: null }, 1],
    ['auto', { delta: 0 }, 0],
    ['always', { delta: 0 }, 1],
    ['never', { delta: 1, verdict: 'fail' }, 0],
  ] satisfies [PublishConfig['comment'], ReportFacts, number][])(
    '%s, %j: %d',
    async (comment, report, count) => {
      const { published } = await run({ config: { comment }, report })
      expect(server.state.comments).toHaveLength(count)
      expect(published.problems).toEqual([])
    },
  )

  test('auto updates an existing one even when nothing changed', async () => {
    oldComment()
    await run({ report: { delta: 0 } })
    expect(texts()).toEqual(['the report'])
  })

  test('never asks nothing of GitHub', async () => {
    oldComment()
    await run({ config: { comment: 'never' } })
    expect(server.requests).toEqual([])
  })

  test.each([
    ['a push', { name: 'push', payload: { ref: 'refs/heads/main' } }],
    ['no event', null],
  ])('%s has no pull request and gets no comment', async (_name, event) => {
    const { published } = await run({ event, config: { comment: 'always' } })
    expect([published.commentUrl, published.problems, server.requests]).toEqual([null, [], []])
  })

  test('without a token it is said', async () => {
    const { published } = await run({ config: { githubToken: null } })
    expect(published.problems).toEqual([
      "No comment was written: there is no github-token. The report is in the job's summary.",
    ])
  })
})

describe('the one comment', () => {
  test('a second run updates it in place', async () => {
    await run()
    await run({ rendered: { comment: () => 'the second report' }, report: { run: { number: 13 } } })
    expect(texts()).toEqual(['the second report'])
    expect(writes().map((request) => request.split(' ')[0])).toEqual(['POST', 'PATCH'])
  })

  test('is found on a later page', async () => {
    for (let index = 0; index < 120; index += 1) addComment(server.state, 'someone', `comment ${index}`)
    const ours = oldComment()
    await run()
    expect(ours.body).toMatch(/\nthe report$/)
    expect(server.state.comments).toHaveLength(121)
  })

  test('is never one that somebody else marked', async () => {
    const foreign = oldComment(11, 'mallory')
    await run()
    expect(foreign.body).toMatch(/\nold$/)
    expect(texts()).toEqual(['old', 'the report'])
  })

  test('two keys keep two comments', async () => {
    await run()
    await run({ config: { commentKey: 'other' } })
    await run()
    expect(server.state.comments).toHaveLength(2)
  })

  test('of two runs at the same time one is left', async () => {
    await Promise.all([run(), run(), run()])
    expect(texts()).toEqual(['the report'])
  })

  test('of a race that is lost just before the create one is left', async () => {
    server.intercept(racing({ ...create, times: 1 }, () => oldComment()))
    await run()
    expect(texts()).toEqual(['the report'])
  })

  test('duplicates that an earlier race left are merged into the oldest', async () => {
    const ids = [oldComment(), oldComment(), oldComment()].map(({ id }) => id)
    await run()
    expect(server.state.comments.map(({ id }) => id)).toEqual(ids.slice(0, 1))
    expect(texts()).toEqual(['the report'])
  })

  test('is not overwritten by an older run, which says so', async () => {
    oldComment(13)
    const { published, runner } = await run()
    expect(texts()).toEqual(['old'])
    expect(published.commentUrl).toMatch(/issuecomment-1001$/)
    expect(runner.lines).toEqual([
      "Warning: The comment was left as it is: run 13, attempt 1, is later than this one. The report is in the job's summary.",
    ])
  })

  test('is not written when the head has moved on', async () => {
    server.state.headSha = 'c'.repeat(40)
    const { published } = await run()
    expect(server.state.comments).toEqual([])
    expect(published.problems[0]).toContain('the pull request has moved on from aaaa')
  })
})

describe('a fault of GitHub changes no verdict and leaves no second comment', () => {
  test.each([
    ['500', failingAfterwards({ ...create, times: 1 }, 500)],
    ['502', failingAfterwards({ ...create, times: 1 }, 502)],
    ['a broken connection', hangingUpAfterwards({ ...create, times: 1 })],
  ])('%s after a create that worked', async (_name, interception) => {
    server.intercept(interception)
    const { published } = await run()
    expect(texts()).toEqual(['the report'])
    expect(published).toMatchObject({ commentUrl: expect.stringMatching(/1001$/), problems: [] })
  })

  test('500 after an update that worked', async () => {
    oldComment()
    server.intercept(failingAfterwards({ ...update, times: 1 }, 500))
    await run()
    expect(texts()).toEqual(['the report'])
  })

  test('a fork: the token may only read', async () => {
    server.state.readOnly = true
    const { published, runner } = await run({
      event: pullRequest({ sha: 'a'.repeat(40), repo: { id: 2 } }),
      report: { verdict: 'fail' },
    })
    expect(published.commentUrl).toBeNull()
    expect(runner.outputs.get('verdict')).toBe('fail')
    expect(runner.outputs.has('comment-url')).toBe(false)
    expect(runner.summaryText).toBe('the summary')
    expect(runner.lines).toHaveLength(1)
    expect(runner.lines[0]).toContain(
      "The token of a pull request from a fork may only read. In the repository itself, give the job `permissions: pull-requests: write`. The report is in the job's summary.",
    )
  })

  test('a locked conversation', async () => {
    server.state.locked = true
    const { published } = await run()
    expect(published.problems).toEqual([expect.stringContaining('Unlock the conversation')])
  })

  test('a comment that is too long is made shorter', async () => {
    server.state.mostCommentCharacters = 20_000
    await run({ rendered: { comment: (mostBytes) => 'x'.repeat(mostBytes) } })
    expect(server.state.comments.map(({ body }) => body.length)).toEqual([12_000])
  })

  test('the comment fits what GitHub takes without a second try', async () => {
    await run({ rendered: { comment: (mostBytes) => 'x'.repeat(mostBytes) } })
    expect(writes()).toHaveLength(1)
  })

  test('a secondary limit is waited out once', async () => {
    server.intercept(failing({ ...create, times: 1 }, 403, limitMessage))
    await run()
    expect([texts(), clock.sleeps]).toEqual([['the report'], [60_000]])
  })

  test('limits without end are given up within 90 s', async () => {
    server.intercept(failing({ ...create, times: 99 }, 429, 'Slow down', { 'retry-after': '40' }))
    const { published } = await run()
    expect(clock.sleeps).toEqual([40_000, 40_000])
    expect(published.problems).toEqual([expect.stringContaining('run the job again later')])
  })

  test('an API that is down: said once, the outputs are there', async () => {
    for (const method of ['GET', 'POST', 'PATCH']) {
      server.intercept(failing({ method, path: /./, times: 99 }, 503, 'Unavailable'))
    }
    const { published, runner } = await run({ report: { verdict: 'warn' } })
    expect(published.problems).toEqual([
      "The comment could not be written (503: Unavailable). The verdict stands. The report is in the job's summary.",
    ])
    expect(runner.outputs.get('verdict')).toBe('warn')
    expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(90_000)
  })

  test('an API that is slow is waited for', async () => {
    server.intercept(slow({ ...create, times: 1 }, 300))
    await run()
    expect(texts()).toEqual(['the report'])
  })
})

test('an enterprise server is reached below its prefix', async () => {
  const enterprise = await startGitHubServer('/api/v3')
  try {
    const { published } = await run({ apiUrl: enterprise.url })
    expect(published.problems).toEqual([])
    expect(enterprise.state.comments).toHaveLength(1)
    expect(enterprise.violations).toEqual([])
  } finally {
    await enterprise.close()
  }
})
