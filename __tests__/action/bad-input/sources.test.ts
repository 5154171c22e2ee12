import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, jest, test } from '@jest/globals'
import { git } from '../../git/fixture.ts'
import { leavingNothing } from '../engine-state.ts'
import { runAction, runTerminal } from '../run-program.ts'
import { pullRequest, type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
afterEach(() => place.remove())

const files = { Dockerfile: 'FROM scratch\nCOPY a /a\n', a: '1' }
const change = { a: '22' }

const expectMistake = async (flags: readonly string[], message: string) => {
  const run = await leavingNothing(place, () => runTerminal(place, ['compare', ...flags]))
  expect(run).toEqual({ exitCode: 3, stdout: '', stderr: `Error: ${message}\n` })
}

test.each([
  ['nowhere', 'git branch --all'],
  ['mian', 'before: git:main'],
  ['1'.repeat(40), 'git branch --all'],
])('a base ref that does not exist: %s', async (ref, hint) => {
  place = await workplace(files)
  const message = `before: git:${ref} is no branch, tag or commit of this repository\n  ${hint}`
  await expectMistake(['--before', `git:${ref}`], message)
})

test('a base ref that the remote does not have either', async () => {
  place = await workplace(files)
  await git(place.folder, 'clone', '--quiet', '--bare', place.checkout, 'server.git')
  await git(place.checkout, 'remote', 'add', 'origin', join(place.folder, 'server.git'))
  const message = 'before: git:nowhere is no branch, tag or commit of this repository\n  git branch --all'
  await expectMistake(['--before', 'git:nowhere'], message)
})

/** A shallow clone of the pull request's merge commit, as actions/checkout makes it. */
async function shallowClone(): Promise<Workplace> {
  place = await pullRequest(files, change)
  await git(place.folder, 'clone', '--quiet', '--depth=1', `file://${place.checkout}`, 'shallow')
  return { ...place, checkout: join(place.folder, 'shallow') }
}

const limit = { inputs: { 'max-increase': '1%' } }

test('a checkout without history gets the one commit that it lacks', async () => {
  const shallow = await shallowClone()
  await git(place.checkout, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  const run = await leavingNothing(shallow, () => runAction(shallow, limit))
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain(
    'Failed: 1 B larger (100%), 1 B → 2 B. max-increase is crossed: 100% is over the limit of 1%.\n',
  )
})

test('a checkout without history whose server is gone', async () => {
  const shallow = await shallowClone()
  await rm(place.checkout, { recursive: true })
  const run = await leavingNothing(shallow, () => runAction(shallow, limit))
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toContain('The before image could not be checked out: git fetch failed: fatal: ')
  expect(run.stdout).toContain(
    'Not measured: the image has 2 B, the difference is unknown because the before image could not be checked out. max-increase could not be evaluated: the before image could not be checked out.\n',
  )
})

test('a checkout without history and without a remote', async () => {
  const shallow = await shallowClone()
  await git(shallow.checkout, 'remote', 'remove', 'origin')
  const run = await leavingNothing(shallow, () => runAction(shallow, limit))
  expect(run).toMatchObject({ exitCode: 3, stderr: '', outputs: '', summary: '' })
  expect(run.stdout).toBe(
    `::error::The commit ${place.base} is not in the checkout, and there is no remote to fetch it from%0Afetch-depth: 0 at actions/checkout, or git remote add origin URL\n`,
  )
})

test('no checkout at all', async () => {
  place = await pullRequest(files, change)
  const variables = { GITHUB_WORKSPACE: place.temporary }
  const run = await leavingNothing(place, () => runAction(place, { variables }))
  expect(run).toMatchObject({ exitCode: 3, stderr: '', outputs: '', summary: '' })
  expect(run.stdout).toBe(
    `::error::${place.temporary} is no git checkout%0APut "- uses: actions/checkout@v6" (without path) before this step\n`,
  )
})

test('a before image that cannot be pulled', async () => {
  place = await workplace(files)
  const flags = ['compare', '--before', 'image:localhost:1/no/where:1', '--max-increase', '1%']
  const run = await leavingNothing(place, () => runTerminal(place, flags))
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toContain('The before image could not be pulled: localhost:1/no/where:1: ')
  expect(run.stdout).toContain('Size        –    1 B           –  –\n')
  expect(run.stdout).toMatch(
    /\nNot measured: the image has 1 B, .* max-increase could not be evaluated: the before image could not be pulled\.\n$/,
  )
})

test('an after image that cannot be pulled', async () => {
  place = await workplace(files)
  const flags = ['compare', '--before', 'worktree', '--after', 'image:localhost:1/no/where:1']
  const run = await leavingNothing(place, () => runTerminal(place, flags))
  expect(run.exitCode).toBe(2)
  expect(run.stdout).toMatch(/\nNot measured: the after image could not be pulled\.\n$/)
})

test('an image reference that is none', async () => {
  place = await workplace(files)
  const message =
    '--before: "UPPER case" is not an image reference; expected NAME[:TAG][@DIGEST] after image:.\n  --before=image:python:3.14-slim'
  await expectMistake(['--before', 'image:UPPER case'], message)
})

const setBefore = 'Set before: git:REF, or let GITHUB_EVENT_PATH name the event file that GitHub wrote'

test.each([
  [
    'an event file that is missing',
    null,
    'The event file is missing (GITHUB_EVENT_PATH, GITHUB_EVENT_NAME), so that before: base is not known%0ASet before: git:REF',
  ],
  [
    "an event file that is not a pull request's",
    { name: 'pull_request', payload: { ref: 'refs/heads/main' } },
    "The event file of this pull_request run is not a pull request's, so that before: base is not known%0ALet GITHUB_EVENT_PATH name the event file that GitHub wrote, or set before: git:REF",
  ],
  [
    "a pull request's event without its head",
    { name: 'pull_request', payload: { pull_request: {} } },
    `The event file of this pull_request run holds no commit at pull_request.head.sha, so that before: base is not known%0A${setBefore}`,
  ],
  [
    'a push without its commit',
    { name: 'push', payload: {} },
    `The event file of this push run holds no commit at before, so that before: base is not known%0A${setBefore}`,
  ],
  [
    'a run on a schedule',
    { name: 'schedule', payload: {} },
    'A schedule run has no base commit: an explicit before is required%0Abefore: git:main, or image:REF',
  ],
])('%s', async (_name, event, message) => {
  place = await pullRequest(files, change)
  const run = await leavingNothing(place, () => runAction(place, { event }))
  expect(run).toEqual({ exitCode: 3, stdout: `::error::${message}\n`, stderr: '', outputs: '', summary: '' })
})

test('an event file that holds no JSON', async () => {
  place = await pullRequest(files, change)
  const variables = { GITHUB_EVENT_PATH: join(place.checkout, 'Dockerfile') }
  const run = await leavingNothing(place, () => runAction(place, { variables }))
  expect(run).toMatchObject({ exitCode: 3, stderr: '', outputs: '', summary: '' })
  expect(run.stdout).toBe(
    `::error::The file of the event, ${variables.GITHUB_EVENT_PATH}, does not hold a JSON object%0AGITHUB_EVENT_PATH must name the payload that GitHub wrote\n`,
  )
})
