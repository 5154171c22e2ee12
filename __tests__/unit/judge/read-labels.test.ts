import { expect, test } from '@jest/globals'
import { GitHubError } from '../../../src/effects/github.ts'
import type { GitHubEvent } from '../../../src/effects/runner.ts'
import { readOverrideLabel } from '../../../src/judge/read-labels.ts'
import { createMemoryGitHub } from '../../doubles/github.ts'

const eventWith = (...names: string[]): GitHubEvent => ({
  name: 'pull_request',
  payload: { pull_request: { number: 7, labels: names.map((name) => ({ name })) } },
})
const githubWith = (...names: string[]) => {
  const github = createMemoryGitHub()
  github.labelNames = names
  return github
}
const broken = () => {
  const github = createMemoryGitHub()
  github.before = () => {
    throw new GitHubError('Server Error', 502, null)
  }
  return github
}

test('a label that was set after the event counts', async () => {
  expect(await readOverrideLabel('size-ok', eventWith(), githubWith('bug', 'size-ok'))).toEqual({
    override: { label: 'size-ok', by: null, source: 'live' },
    problem: null,
  })
})

test('a label that was taken away since the event does not', async () => {
  expect(await readOverrideLabel('size-ok', eventWith('size-ok'), githubWith('bug'))).toEqual({
    override: null,
    problem: null,
  })
})

test('a label is the same in any case, as on GitHub', async () => {
  expect((await readOverrideLabel('Size-OK', eventWith(), githubWith('size-ok'))).override).not.toBeNull()
})

test.each([
  ['the API fails', broken(), 'Server Error'],
  ['there is no token', null, 'there is no github-token'],
])("the event's labels serve when %s, and it is said", async (_name, github, why) => {
  const problem = `The labels could not be read from GitHub's API, so those of the event count: ${why}`
  expect(await readOverrideLabel('size-ok', eventWith('size-ok'), github)).toEqual({
    override: { label: 'size-ok', by: null, source: 'event' },
    problem,
  })
  expect(await readOverrideLabel('size-ok', eventWith(), github)).toEqual({ override: null, problem })
})

test.each([
  ['no label is configured', null, eventWith('size-ok')],
  ['there is no event', 'size-ok', null],
  ['the event has no pull request', 'size-ok', { name: 'push', payload: { ref: 'refs/heads/main' } }],
])('nothing is read when %s', async (_name, label, event) => {
  const github = githubWith('size-ok')
  expect(await readOverrideLabel(label, event, github)).toEqual({ override: null, problem: null })
  expect(github.calls).toEqual([])
})
