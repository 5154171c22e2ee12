import type { Config } from '../config/config.ts'
import { eventPullRequest } from '../effects/event-pull-request.ts'
import { type GitHub, GitHubError } from '../effects/github.ts'
import type { GitHubEvent } from '../effects/runner.ts'

/** Whether the pull request carries the label that lets relative limits be crossed, and who says so. */
export interface OverrideLabel {
  readonly label: string
  readonly present: boolean
  readonly source: 'live' | 'event'
  /** Why the label could not be read live; null when it was. */
  readonly problem: string | null
}

/**
 * Reads the override label live: the event's copy is stale on a re-run. When that fails, the event's
 * labels serve. Null when no label is configured or the event has no pull request.
 */
export async function readOverrideLabel(
  config: Pick<Config, 'overrideLabel'>,
  event: GitHubEvent | null,
  github: GitHub | null,
): Promise<OverrideLabel | null> {
  const label = config.overrideLabel
  const pullRequest = eventPullRequest(event)
  if (label === null || pullRequest === null) return null
  const live = await readLive(github, pullRequest.number)
  const labels = live.labels ?? pullRequest.labels ?? []
  return {
    label,
    present: labels.some((name) => name.toLowerCase() === label.toLowerCase()),
    source: live.labels === null ? 'event' : 'live',
    problem: live.problem,
  }
}

async function readLive(
  github: GitHub | null,
  pullRequest: number,
): Promise<{ labels: readonly string[] | null; problem: string | null }> {
  if (github === null) return { labels: null, problem: 'there is no github-token' }
  try {
    return { labels: await github.labels(pullRequest), problem: null }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return { labels: null, problem: `GitHub's API answered: ${error.message}` }
  }
}
