import type { PublishConfig } from '../config/config.ts'
import { type EventPullRequest, eventPullRequest } from '../effects/event-pull-request.ts'
import { GitHubError } from '../effects/github.ts'
import type { Report } from '../report/report.ts'
import { describeProblem } from './api-problem.ts'
import { createMarker } from './marker.ts'
import type { PublishWorld, Rendered } from './publish-input.ts'
import { putStickyComment, type StickyComment } from './sticky-comment.ts'

/** The comment's address, and why it was not written; both null when none was wanted. */
export interface CommentOutcome {
  readonly url: string | null
  readonly problem: string | null
}

/**
 * Writes the pull request's comment as `comment` says: never, always, or (auto) only for a change of
 * size, a warning or a failure, while an existing one is always kept up to date. No event with a pull
 * request, no comment. A fault of GitHub's API is a problem in words. `whereElse`: where the report is.
 */
export async function publishComment(
  report: Report,
  rendered: Rendered,
  config: PublishConfig,
  world: PublishWorld,
  whereElse: string,
): Promise<CommentOutcome> {
  const pullRequest = eventPullRequest(world.runner.context.event)
  if (config.comment === 'never' || pullRequest === null) return { url: null, problem: null }
  if (config.githubToken === null) {
    return { url: null, problem: `No comment was written: there is no github-token. ${whereElse}` }
  }
  const sticky: StickyComment = {
    pullRequest: pullRequest.number,
    headSha: pullRequest.headSha,
    marker: createMarker(config.commentKey, world.runner.context.workflow, report.run),
    create: config.comment === 'always' || isWorthAComment(report),
    render: (mostBytes) => world.runner.redact(rendered.comment(mostBytes)),
  }
  return put(sticky, config.githubToken, pullRequest, world, whereElse)
}

async function put(
  sticky: StickyComment,
  token: string,
  { fromFork }: EventPullRequest,
  world: PublishWorld,
  whereElse: string,
): Promise<CommentOutcome> {
  try {
    const { url, leftAlone } = await putStickyComment(sticky, world.github(token), world.clock)
    const problem = leftAlone === null ? null : `The comment was left as it is: ${leftAlone}. ${whereElse}`
    return { url, problem }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return { url: null, problem: describeProblem(error, fromFork, whereElse) }
  }
}

/** A size that is not known counts as changed: something is to be said about it. */
function isWorthAComment(report: Report): boolean {
  return report.verdict !== 'pass' || report.images.some(({ delta }) => delta.size !== 0)
}
