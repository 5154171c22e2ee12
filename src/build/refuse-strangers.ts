import type { GitHubEvent } from '../effects/runner.ts'
import { UserError } from '../errors.ts'
import { eventHas, eventNumber } from './event.ts'

/**
 * Throws a `UserError` when the run has a write token or secrets (`pull_request_target`,
 * `issue_comment`, `workflow_run`) and the code that it is about comes from another repository, or
 * may come from one: building it would hand it what the job can do. Repositories are compared by
 * their ID; a fork that was deleted has none. The event of a comment does not say whose code the
 * pull request holds, so that it counts as a stranger's.
 */
export function refuseStrangers(event: GitHubEvent): void {
  if (!isStrangers(event)) return
  throw new UserError(
    `This ${event.name} run has a write token or secrets, and ${reasons[event.name] ?? ''}: nothing of it is built here`,
    'Measure in a workflow with "on: pull_request" (a fork gets a read-only token, the job summary holds the report), ' +
      'or measure there, upload the report as an artifact, and comment in a second workflow with "on: workflow_run" that builds nothing',
  )
}

/** Events whose run is privileged whoever caused it; GitHub Docs, "Securely using pull_request_target". */
export function isPrivileged(event: GitHubEvent): boolean {
  return event.name in reasons
}

const reasons: Readonly<Record<string, string>> = {
  pull_request_target: 'the pull request comes from another repository',
  issue_comment: 'a comment does not say from which repository the pull request comes',
  workflow_run: 'the run that started it was for code of another repository',
}

function isStrangers(event: GitHubEvent): boolean {
  const own = eventNumber(event, 'repository', 'id')
  if (event.name === 'pull_request_target') return !same(own, headOf(event, 'pull_request', 'head', 'repo'))
  if (event.name === 'workflow_run') return !same(own, headOf(event, 'workflow_run', 'head_repository'))
  return event.name === 'issue_comment' && eventHas(event, 'issue', 'pull_request')
}

function headOf(event: GitHubEvent, ...path: string[]): number | null {
  return eventNumber(event, ...path, 'id')
}

function same(own: number | null, head: number | null): boolean {
  return own !== null && own === head
}
