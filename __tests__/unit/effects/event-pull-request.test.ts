import { expect, test } from '@jest/globals'
import { eventPullRequest } from '../../../src/effects/event-pull-request.ts'

const payload = (head: unknown) => ({
  repository: { id: 1 },
  pull_request: { number: 7, head, labels: [{ name: 'bug' }, { name: 3 }, null] },
})
const read = (given: Record<string, unknown>, name = 'pull_request') =>
  eventPullRequest({ name, payload: given })

test('knows the head, the labels and that it is no fork', () => {
  expect(read(payload({ sha: 'abc', repo: { id: 1 } }))).toEqual({
    number: 7,
    headSha: 'abc',
    fromFork: false,
    labels: ['bug'],
  })
})

test.each([
  ['another repository', { sha: 'abc', repo: { id: 2 } }],
  ['a repository that was deleted', { sha: 'abc', repo: null }],
])('a head in %s is a fork', (_name, head) => {
  expect(read(payload(head))).toMatchObject({ fromFork: true })
})

test('a comment on a pull request is about it, one on an issue is not', () => {
  expect(read({ issue: { number: 5, pull_request: {}, labels: [] } }, 'issue_comment')).toMatchObject({
    number: 5,
    headSha: null,
  })
  expect(read({ issue: { number: 5 } }, 'issue_comment')).toBeNull()
})

test.each([
  ['a push', { ref: 'refs/heads/main' }],
  ['a pull request without a number', { pull_request: {} }],
  ['a number that is text', { pull_request: { number: '7' } }],
  ['null', { pull_request: null }],
])('%s has none', (_name, given) => {
  expect(read(given)).toBeNull()
})

test('no event has none', () => {
  expect(eventPullRequest(null)).toBeNull()
})
