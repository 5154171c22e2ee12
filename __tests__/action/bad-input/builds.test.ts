import { afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import type { Files } from '../../git/fixture.ts'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { baseImage } from '../act/sample-repository.ts'
import { leavingNothing } from '../engine-state.ts'
import { type ActionOptions, runAction, runTerminal } from '../run-program.ts'
import { pullRequest, type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
let server: GitHubServer
let shell: string
beforeAll(async () => {
  shell = await baseImage()
})
afterEach(() => place.remove())

const good = 'FROM scratch\nCOPY a /a\n'
const broken = () => `FROM ${shell}\nCOPY a /a\nRUN for n in $(seq 30); do echo line $n; done; exit 3\n`
const lastLines = Array.from({ length: 20 }, (_, index) => `| line ${index + 11}\n`).join('')

/** Runs the action in a pull request; `labels` are those that it has at GitHub. */
async function inPullRequest(base: Files, change: Files, options: ActionOptions, labels: string[] = []) {
  place = await pullRequest(base, change)
  server = await startGitHubServer()
  server.state.headSha = place.head
  server.state.labels = labels
  try {
    const run = await leavingNothing(place, () => runAction(place, { ...options, server }))
    expect(server.violations).toEqual([])
    expect(server.state.comments.length).toBeLessThan(2)
    return { ...run, comment: server.state.comments[0]?.body ?? null }
  } finally {
    await server.close()
  }
}

const repair = () =>
  [
    { Dockerfile: broken(), a: '1' },
    { Dockerfile: good, a: '22' },
  ] as const

test('an after image that does not build: step, line and the last 20 lines, in log and comment', async () => {
  const base = { Dockerfile: good, a: '1' }
  const run = await inPullRequest(base, { Dockerfile: broken() }, { inputs: { 'max-size': '1MB' } })
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toMatch(
    /\nThe after image could not be built at Dockerfile:3: .*exit code: 3\n\| line 11\n/,
  )
  expect(run.stdout).toContain(`${lastLines}\n`)
  expect(run.stdout).toContain('\nNot measured: the after image could not be built.\n')
  expect(run.stdout).toContain('\n::error title=Image size,file=Dockerfile,line=3::the after image could not')
  expect(run.comment).toContain(
    `**The after image could not be built** at [\`Dockerfile:3\`](https://github.example/octo/guarded/blob/`,
  )
  expect(run.comment).toContain(', step `[3/3] RUN for n in $(seq 30); do echo line $n; done; exit 3`: ')
  expect(run.comment).toContain(`\`\`\`\n${lastLines}\`\`\``)
  expect(run.comment).not.toContain('line 10\n')
})

test('a before image that does not build: the after image is measured, probed and limited', async () => {
  const inputs = { 'max-size': '1B', 'max-increase': '1%', absent: 'gcc' }
  const run = await inPullRequest(...repair(), { inputs })
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain('\nok  absent gcc  absent\n')
  expect(run.stdout).toContain('\ncrossed       max-size          1 B       2 B\n')
  expect(run.stdout).toContain(
    '\nnot-measured  max-increase       1%         –  the before image could not be built\n',
  )
  expect(run.comment).toContain('**The before image could not be built** at [`Dockerfile:3`](')
  expect(run.comment).toContain(lastLines)
})

test('the override label covers the relative limits of a change that repairs the build', async () => {
  const inputs = { 'max-size': '1MB', 'max-increase': '1%', 'override-label': 'size-ok' }
  const run = await inPullRequest(...repair(), { inputs }, ['size-ok'])
  expect(run.exitCode).toBe(0)
  expect(run.stdout).toContain(
    '\ncovered  max-increase       1%         –  the before image could not be built\nThe label size-ok covers max-increase.\n',
  )
  expect(run.stdout).toContain(
    '\nPassed with a warning: the image has 2 B, the difference is unknown because the before image could not be built. max-increase is covered by the override label: the before image could not be built.\n',
  )
})

test('without the label it is not measured', async () => {
  const inputs = { 'max-increase': '1%', 'override-label': 'size-ok' }
  const run = await inPullRequest(...repair(), { inputs })
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toContain(
    '\nNot measured: the image has 2 B, the difference is unknown because the before image could not be built. max-increase could not be evaluated: the before image could not be built.\n',
  )
})

test('a push is only warned when the commit before it does not build', async () => {
  place = await pullRequest(...repair())
  const event = { name: 'push', payload: { before: place.base, repository: { default_branch: 'main' } } }
  const inputs = { 'max-increase': '1%' }
  const run = await leavingNothing(place, () => runAction(place, { inputs, event }))
  expect(run.exitCode).toBe(0)
  expect(run.stdout).toContain(
    '\nPassed with a warning: the image has 2 B, the difference is unknown because the before image could not be built. max-increase could not be evaluated: the before image could not be built.\n',
  )
  expect(run.stdout).toContain(
    '\n::warning title=Image size,file=Dockerfile::the before image could not be built: ',
  )
})

test('a new image: relative limits are not applicable, absolute ones apply', async () => {
  const inputs = { 'max-size': '1MB', 'max-increase': '0' }
  const run = await inPullRequest({ a: '1' }, { Dockerfile: good }, { inputs })
  expect(run.exitCode).toBe(0)
  expect(run.stdout).toContain(
    '\nnot-applicable  max-increase      0 B         –  the image is new and has no before side\n',
  )
  expect(run.stdout).toContain('\nPassed: new image of 1 B. 1 limit met.\n')
})

test('a new image over its limit', async () => {
  const run = await inPullRequest({ a: '22' }, { Dockerfile: good }, { inputs: { 'max-size': '1B' } })
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain(
    '\nFailed: new image of 2 B. max-size is crossed: 2 B is over the limit of 1 B.\n',
  )
})

test('a renamed Dockerfile is followed', async () => {
  const change = { Dockerfile: null, 'docker/Dockerfile': good, a: '22' }
  const inputs = { file: 'docker/Dockerfile', 'max-increase': '0' }
  const run = await inPullRequest({ Dockerfile: good, a: '1' }, change, { inputs })
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain(
    '\nFailed: 1 B larger (100%), 1 B → 2 B. max-increase is crossed: 1 B is over the limit of 0 B.\n',
  )
  expect(run.stdout).toMatch(/\nBefore: base, .*, Dockerfile\nAfter: worktree, .*, docker\/Dockerfile\n/)
})

test('equal images differ by exactly 0', async () => {
  const inputs = { 'max-increase': '0' }
  const run = await inPullRequest({ Dockerfile: good, a: '1' }, { 'README.md': 'x' }, { inputs })
  expect(run.exitCode).toBe(0)
  expect(run.stdout).toContain('\nmet  max-increase      0 B       0 B\n')
  expect(run.stdout).toContain('\nPassed: unchanged at 1 B. 1 limit met.\n')
  expect(run.comment).toBeNull()
})

const compareWith = async (dockerfile: string, ...flags: string[]) => {
  place = await workplace({ Dockerfile: good, a: '1' }, { Dockerfile: dockerfile })
  return leavingNothing(place, () => runTerminal(place, ['compare', '--max-size', '1MB', ...flags]))
}

test('a Dockerfile with a mistake', async () => {
  const run = await compareWith('FROM scratch\nCOPPY a /a\n')
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toMatch(
    /\nThe after image could not be built at Dockerfile:2: .*unknown instruction: COPPY/,
  )
})

test('a disk that is full during a build', async () => {
  const run = await compareWith(`FROM ${shell}\nCOPY a /a\nRUN head -c 200M /dev/zero >/dev/shm/full\n`)
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toContain('\nThe after image could not be built (the disk is full) at Dockerfile:3: ')
  expect(run.stdout).toContain("\n| head: error writing 'standard output': No space left on device\n")
  expect(run.stdout).toMatch(/\nNot measured: the after image could not be built \(the disk is full\)\.\n$/)
})

test('a build that hangs ends with the timeout of the run', async () => {
  const run = await compareWith(`FROM ${shell}\nCOPY a /a\nRUN sleep 61318\n`, '--timeout', '7s')
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toContain(
    '\nThe after image could not be built (timed out) at Dockerfile:3: the run took longer than its timeout of 7 s\n',
  )
  expect(run.stdout).toMatch(/\nNot measured: the after image could not be built \(timed out\)\.\n$/)
})
