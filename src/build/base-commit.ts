import type { GitHubEvent, RunContext } from '../effects/runner.ts'
import { UserError } from '../errors.ts'
import type { Commit } from './commit.ts'
import { eventCommit, eventHas, eventText } from './event.ts'
import { type History, mergeBaseWithBranch } from './merge-base.ts'
import type { OwnRepository } from './own-repository.ts'
import { parentsOf } from './read-commit.ts'
import { terminalBase } from './terminal-base.ts'

/**
 * The commit that `base` means in this run: what the change is merged into. It need not be in the
 * checkout yet. Throws a `UserError` when the event does not tell; rejects with `GitError` when the
 * server has to be asked and cannot be.
 */
export async function findBaseCommit(
  repository: OwnRepository,
  history: History,
  context: RunContext,
): Promise<Commit> {
  const head = repository.checkout.head
  if (head === null) {
    throw new UserError('The repository has no commit yet, so that before: base is not known', 'git commit')
  }
  const { event, kind } = context
  if (event === null && kind === 'action') throw noEvent()
  if (event === null) return terminalBase(head, repository, history)
  if (event.name === 'push') return pushBase(event, head, repository, history)
  if (event.name === 'merge_group') {
    return {
      commit: eventCommit(event, 'merge_group', 'base_sha'),
      resolvedBy: 'base_sha of the merge queue',
    }
  }
  if (event.name === 'pull_request' || event.name === 'pull_request_target') {
    return pullRequestBase(event, head, repository, history, context)
  }
  return otherBase(event, head, repository, history)
}

async function pullRequestBase(
  event: GitHubEvent,
  head: string,
  repository: OwnRepository,
  history: History,
  context: RunContext,
): Promise<Commit> {
  if (!eventHas(event, 'pull_request')) throw noPullRequest(event)
  const pullHead = eventCommit(event, 'pull_request', 'head', 'sha')
  const parents = await parentsOf(history.git, repository.checkout, head)
  if (head === context.sha && parents.length === 2 && parents.includes(pullHead)) {
    const other = parents.find((parent) => parent !== pullHead)
    if (other) return { commit: other, resolvedBy: "the merge commit's other parent" }
  }
  const branch = eventText(event, 'pull_request', 'base', 'ref')
  if (branch === null) throw noPullRequest(event)
  const commit = await mergeBaseWithBranch(branch, head, repository, history)
  if (commit !== head || head !== pullHead) return { commit, resolvedBy: `the merge base with ${branch}` }
  return {
    commit: eventCommit(event, 'pull_request', 'base', 'sha'),
    resolvedBy: `the tip of ${branch} when the event was made: the pull request is merged by now`,
  }
}

async function pushBase(
  event: GitHubEvent,
  head: string,
  repository: OwnRepository,
  history: History,
): Promise<Commit> {
  const before = eventCommit(event, 'before')
  if (!/^0+$/.test(before)) return { commit: before, resolvedBy: 'the commit before the push' }
  const branch = eventText(event, 'repository', 'default_branch')
  if (branch === null) throw explicitBefore(event)
  const commit = await mergeBaseWithBranch(branch, head, repository, history)
  if (commit !== head) return { commit, resolvedBy: `the merge base with ${branch}: the branch is new` }
  throw new UserError(
    `The branch ${branch} has the pushed commit already, so that nothing is before it to compare with`,
    'Set before: git:REF, such as the tag or commit of the last release',
  )
}

/** A run about another run may still name the one pull request that it is for. */
async function otherBase(
  event: GitHubEvent,
  head: string,
  repository: OwnRepository,
  history: History,
): Promise<Commit> {
  const branch = eventText(event, 'workflow_run', 'pull_requests', '0', 'base', 'ref')
  if (event.name !== 'workflow_run' || branch === null) throw explicitBefore(event)
  const commit = await mergeBaseWithBranch(branch, head, repository, history)
  return { commit, resolvedBy: `the merge base with ${branch}` }
}

function explicitBefore(event: GitHubEvent): UserError {
  return new UserError(
    `A ${event.name} run has no base commit: an explicit before is required`,
    'before: git:main, or image:REF',
  )
}

function noPullRequest(event: GitHubEvent): UserError {
  return new UserError(
    `The event file of this ${event.name} run is not a pull request's, so that before: base is not known`,
    'Let GITHUB_EVENT_PATH name the event file that GitHub wrote, or set before: git:REF',
  )
}

function noEvent(): UserError {
  return new UserError(
    'The event file is missing (GITHUB_EVENT_PATH, GITHUB_EVENT_NAME), so that before: base is not known',
    'Set before: git:REF',
  )
}
