import { eventPullRequest } from '../effects/event-pull-request.ts'
import { type GitHub, GitHubError } from '../effects/github.ts'
import type { GitHubEvent } from '../effects/runner.ts'
import type { Override } from './judgement.ts'

/** The override label where the pull request carries it, and why it could not be read live (null when it was). */
export interface OverrideLabel {
  readonly override: Omit<Override, 'covers'> | null
  readonly problem: string | null
}

/**
 * Reads the override label live: the event's copy is stale on a re-run. When that fails, the event's
 * labels serve, and `source` says so. `github` is null when there is no token.
 */
export async function readOverrideLabel(
  label: string | null,
  event: GitHubEvent | null,
  github: GitHub | null,
): Promise<OverrideLabel> {
  const pullRequest = eventPullRequest(event)
  if (label === null || pullRequest === null) return { override: null, problem: null }
  const live = await readLive(github, pullRequest.number)
  const labels = live.labels ?? pullRequest.labels ?? []
  const present = labels.some((name) => name.toLowerCase() === label.toLowerCase())
  const source = live.labels === null ? 'event' : 'live'
  return { override: present ? { label, by: null, source } : null, problem: live.problem }
}

async function readLive(
  github: GitHub | null,
  pullRequest: number,
): Promise<{ labels: readonly string[] | null; problem: string | null }> {
  if (github === null) return { labels: null, problem: `${whichLabels}: there is no github-token` }
  try {
    return { labels: await github.labels(pullRequest), problem: null }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return { labels: null, problem: `${whichLabels}: ${error.message}` }
  }
}

const whichLabels = "The labels could not be read from GitHub's API, so those of the event count"
