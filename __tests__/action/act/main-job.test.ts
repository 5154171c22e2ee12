import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { runWorkflow, type WorkflowRun } from './run-workflow.ts'
import { sampleRepository } from './sample-repository.ts'
import { workflow } from './workflow.ts'

jest.setTimeout(120_000)
const kilobytes = (count: number): string => 'x'.repeat(count * 1000)
const base = { Dockerfile: 'FROM scratch\nCOPY data /data\n', data: kilobytes(100) }
const growth = { data: kilobytes(110) }

let server: GitHubServer
beforeAll(async () => {
  server = await startGitHubServer()
})
afterAll(async () => {
  await server.close()
  expect(server.violations).toEqual([])
})

/** Runs a workflow on a pull request that changes `base` to `head`. */
async function runOn(
  head: Readonly<Record<string, string>>,
  yaml: string,
  tree: Readonly<Record<string, string>> = base,
): Promise<WorkflowRun> {
  server.state.comments = []
  const repository = await sampleRepository(tree, head)
  try {
    return await runWorkflow(yaml, repository, server)
  } finally {
    await repository.remove()
  }
}

const outputs = ({ kept }: WorkflowRun): unknown => JSON.parse(kept['outputs.json'] ?? '')
const comments = (): string[] => server.state.comments.map(({ body }) => body)
const withoutMarker = (body: string): string => body.replace(/^<!-- image-size-guard:v1 .*-->\n/, '')

describe('the life of a pull request', () => {
  const life: { run: WorkflowRun; comments: string[]; ids: number[] }[] = []
  beforeAll(async () => {
    let repository = await sampleRepository(base, growth)
    for (const next of [{ data: kilobytes(60) }, { data: kilobytes(150) }, null]) {
      const run = await runWorkflow(workflow({ 'max-increase': '20%' }), repository, server)
      life.push({ run, comments: comments(), ids: server.state.comments.map(({ id }) => id) })
      if (next !== null) repository = await repository.push(next)
    }
    await repository.remove()
  })

  test('the first run creates a comment that says the growth', () => {
    const [first] = life
    expect(first?.run.succeeded).toBe(true)
    expect(first?.comments).toEqual([expect.stringContaining('10 kB larger (10%), 100 kB → 110 kB')])
    // act leaves GITHUB_GRAPHQL_URL at github.com: the address of the REST API decides.
    expect(server.requests).toContain('POST /graphql')
  })

  test('a reduction updates the same comment in place', () => {
    const [first, second] = life
    expect(second?.run.succeeded).toBe(true)
    expect(second?.ids).toEqual(first?.ids)
    expect(second?.comments).toEqual([expect.stringContaining('40 kB smaller (40%), 100 kB → 60 kB')])
  })

  test('a growth over the limit fails the step, and the comment says so', () => {
    const [first, , third] = life
    expect(third?.run.succeeded).toBe(false)
    expect(third?.ids).toEqual(first?.ids)
    expect(third?.comments).toEqual([
      expect.stringContaining('**Failed: 50 kB larger (50%), 100 kB → 150 kB.** max-increase is crossed'),
    ])
  })

  test("the job's summary says what the comment says", () => {
    for (const { run, comments } of life) {
      expect(run.log).toContain(`Summary - ${withoutMarker(comments[0] ?? '').trim()}`)
    }
  })

  test('a later step reads the outputs, of a failed step too', () => {
    expect(life.map(({ run }) => outputs(run))).toEqual(
      [
        { verdict: 'pass', 'after-size': '110000', delta: '10000', 'delta-percent': '10' },
        { verdict: 'pass', 'after-size': '60000', delta: '-40000', 'delta-percent': '-40' },
        { verdict: 'fail', 'after-size': '150000', delta: '50000', 'delta-percent': '50' },
      ].map((expected) => ({
        ...expected,
        'before-size': '100000',
        report: expect.stringMatching(/\/image-size-report\.json$/),
        'comment-url': expect.stringMatching(/#issuecomment-\d+$/),
      })),
    )
  })
})

test('an input with a typing error fails the step with the name that was meant', async () => {
  const run = await runOn(growth, workflow({ 'max-increse': '1%' }))
  expect(run.succeeded).toBe(false)
  expect(run.log).toMatch(/::error::.*max-increse.*max-increase/s)
  expect(run.log).toContain('exit status 3')
  expect(comments()).toEqual([])
})

describe('a token that may only read, as on a pull request from a fork', () => {
  beforeAll(() => {
    server.state.readOnly = true
  })
  afterAll(() => {
    server.state.readOnly = false
  })

  test('takes nothing but the comment: the log says what to do, the summary has the report', async () => {
    const run = await runOn(growth, workflow({ 'max-increase': '20%' }))
    expect(run.succeeded).toBe(true)
    expect(comments()).toEqual([])
    expect(run.log).toMatch(/The comment could not be written \(403: .*from a fork may only read.*summary/)
    expect(run.log).toMatch(/Summary - ### ✅ Image size.*100 kB → 110 kB/s)
  })

  test('does not save a growth over the limit', async () => {
    const run = await runOn(growth, workflow({ 'max-increase': '5%' }))
    expect(run.succeeded).toBe(false)
    expect(outputs(run)).toMatchObject({ verdict: 'fail' })
  })
})

test('each leg of a matrix has its own comment', async () => {
  const job = { strategy: { matrix: { limit: ['20%', '5%'] } } }
  const run = await runOn(growth, workflow({ 'max-increase': '$' + '{{ matrix.limit }}' }, { job }))
  expect(run.succeeded).toBe(false)
  expect(
    comments()
      .map((body) => /Passed|Failed/.exec(body)?.[0])
      .sort(),
  ).toEqual(['Failed', 'Passed'])
})
