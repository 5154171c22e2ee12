import { at } from './github-answer.ts'
import type { GitHubEvent } from './runner.ts'

/** The pull request that an event is about, as the event knows it: labels and head may be stale. */
export interface EventPullRequest {
  readonly number: number
  readonly headSha: string | null
  /** True when the head is in another repository, or in one that was deleted. */
  readonly fromFork: boolean
  /** Null when the event does not list them. */
  readonly labels: readonly string[] | null
}

/** The pull request of an event; null for a push and every other event that has none. */
export function eventPullRequest(event: GitHubEvent | null): EventPullRequest | null {
  if (event === null) return null
  const isComment = at(event.payload, 'issue', 'pull_request') !== undefined
  const pull = at(event.payload, isComment ? 'issue' : 'pull_request')
  const number = at(pull, 'number')
  if (typeof number !== 'number') return null
  const headSha = at(pull, 'head', 'sha')
  return {
    number,
    headSha: typeof headSha === 'string' ? headSha : null,
    fromFork: !isComment && at(pull, 'head', 'repo', 'id') !== at(event.payload, 'repository', 'id'),
    labels: labelNames(at(pull, 'labels')),
  }
}

function labelNames(labels: unknown): string[] | null {
  if (!Array.isArray(labels)) return null
  return labels.map((label) => at(label, 'name')).filter((name) => typeof name === 'string')
}
