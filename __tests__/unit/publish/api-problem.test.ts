import { expect, test } from '@jest/globals'
import { GitHubError } from '../../../src/effects/github.ts'
import { describeProblem } from '../../../src/publish/api-problem.ts'

const noAccess = 'Resource not accessible by integration'

test.each([
  [
    new GitHubError(noAccess, 403, null),
    true,
    'The comment could not be written (403: Resource not accessible by integration). The token of a pull request from a fork may only read. In the repository itself, give the job `permissions: pull-requests: write`. HERE',
  ],
  [
    new GitHubError(noAccess, 403, null),
    false,
    'The comment could not be written (403: Resource not accessible by integration). The token may not do this: give the job `permissions: pull-requests: write`. HERE',
  ],
  [
    new GitHubError('Unable to create comment because issue is locked.', 403, null),
    false,
    'The comment could not be written (403: Unable to create comment because issue is locked.). Unlock the conversation of the pull request. HERE',
  ],
  [
    new GitHubError('Bad credentials', 401, null),
    false,
    'The comment could not be written (401: Bad credentials). The github-token is not valid any more. HERE',
  ],
  [
    new GitHubError('secondary rate limit', 403, 60),
    false,
    'The comment could not be written (403: secondary rate limit). GitHub limits requests or is busy; run the job again later. HERE',
  ],
  [
    new GitHubError('connect ECONNREFUSED', null, null),
    false,
    'The comment could not be written (no answer: connect ECONNREFUSED). The verdict stands. HERE',
  ],
])('%s, fork %j', (error, fromFork, line) => {
  expect(describeProblem(error, fromFork, 'HERE')).toBe(line)
})
