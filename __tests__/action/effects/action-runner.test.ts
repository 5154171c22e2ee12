import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execaNode } from 'execa'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'action-runner-test-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const file = (name: string, text = '') => {
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}

/** @actions/core reads the process's environment, so each test runs a process of its own. */
const run = (step: string, env: Record<string, string> = {}) =>
  execaNode(join(import.meta.dirname, 'action-runner-child.ts'), [step], {
    env: { PATH: process.env.PATH, RUNNER_TEMP: directory, ...env },
    extendEnv: false,
    reject: false,
  })

test('reads where the job runs', async () => {
  const { stdout } = await run('context', {
    GITHUB_WORKSPACE: '/workspace',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: file('event.json', '{"number":7}'),
    GITHUB_REPOSITORY: 'octo/repo',
    GITHUB_WORKFLOW_REF: 'octo/repo/.github/workflows/size@2.yml@refs/heads/a@b.yml@c',
    GITHUB_RUN_NUMBER: '12',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_JOB: '',
  })
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'action',
    directory: '/workspace',
    temporaryDirectory: directory,
    outputDirectory: expect.stringContaining(`${directory}/image-size-guard-`),
    event: { name: 'pull_request', payload: { number: 7 } },
    repository: 'octo/repo',
    workflow: '.github/workflows/size@2.yml',
    runNumber: 12,
    runAttempt: 2,
    job: null,
    sha: null,
  })
})

test('an event file that is missing gives no event', async () => {
  const env = { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: join(directory, 'no.json') }
  expect(JSON.parse((await run('context', env)).stdout).event).toBeNull()
})

test.each(['', '{"number":', '[]', 'null', '"text"'])(
  'an event file with %j is a mistake to correct',
  async (text) => {
    const env = { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: file('event.json', text) }
    const { exitCode, stderr } = await run('context', env)
    expect(exitCode).not.toBe(0)
    expect(stderr).toMatch(/UserError: The file of the event, .*event\.json, does not hold a JSON object/)
  },
)

test('hands on the inputs that are set, unknown ones too', async () => {
  const { stdout } = await run('inputs', {
    'INPUT_MAX-SIZE': ' 10MB\n',
    'INPUT_MAX-INCRESE': '2%',
    INPUT_CONTEXT: '',
    'INPUT_BUILD-ARGS': 'A=1\nB=2',
    OTHER: 'x',
  })
  expect(new Map(JSON.parse(stdout))).toEqual(
    new Map([
      ['max-size', '10MB'],
      ['max-increse', '2%'],
      ['build-args', 'A=1\nB=2'],
    ]),
  )
})

test('writes an output to the file of outputs', async () => {
  const path = file('output')
  const { stdout } = await run('output', { GITHUB_OUTPUT: path })
  expect(readFileSync(path, 'utf8')).toMatch(/^verdict<<(ghadelimiter_.+)\npass\n\1\n$/)
  expect(stdout).toBe('')
})

test('an output without its file is an error, never a printed command', async () => {
  const { exitCode, stdout, stderr } = await run('output')
  expect([exitCode, stdout]).toEqual([1, ''])
  expect(stderr).toContain('GITHUB_OUTPUT is not set')
})

test('adds to the summary what fits beside what is there', async () => {
  const path = file('summary', 'x'.repeat(400_000))
  expect((await run('summary', { GITHUB_STEP_SUMMARY: path })).exitCode).toBe(0)
  expect(readFileSync(path, 'utf8').slice(400_000)).toBe('\nroom 599999')
})

test('a summary without room is reported, not overfilled', async () => {
  const path = file('summary', 'x'.repeat(999_999))
  const { exitCode, stderr } = await run('summary', { GITHUB_STEP_SUMMARY: path })
  expect(exitCode).toBe(1)
  expect(stderr).toContain(
    "the step's summary has no room left for the report: it holds 999999 bytes already",
  )
  expect(readFileSync(path, 'utf8')).toHaveLength(999_999)
})

test('an annotation keeps its place, its bound and no command', async () => {
  const { stdout } = await run('annotate')
  const [head, message] = stdout.split(/(?<=line=7)::/)
  expect(head).toBe('::warning title=Size%3A grown%2C a lot,file=docker/Dockerfile,line=7')
  expect(message).toMatch(/^: :error::no%0A## \[error\]no\\u\{202e\}x+…$/)
  expect(message!.length).toBeLessThan(1020)
})

test('a secret is masked line by line, by the runner and by us, and a short value is not', async () => {
  const path = file('output')
  const { stdout } = await run('secret', { GITHUB_OUTPUT: path })
  expect(stdout.split('\n')).toEqual([
    '::add-mask::line-one-secret',
    '::add-mask::line-two-secret',
    'short *** and ***',
  ])
  expect(readFileSync(path, 'utf8')).toContain('/tmp/***')
})

test('the log folds, keeps the last progress line and lets nothing act as a command', async () => {
  expect((await run('log')).stdout.split('\n')).toEqual([
    '::group::Build ## [group]before',
    'step 1, 2 s',
    '| ::error::from a build',
    '| ## [set-env]x',
    'inner',
    '::endgroup::',
    '\u001b[33mWarning: a name: ::add-mask::x\u001b[0m',
  ])
  expect((await run('log', { RUNNER_DEBUG: '1' })).stdout).toContain('\ndebug: details\n')
})
