/** A comment on the pull request. `author` keeps a bot's `[bot]`. */
export interface IssueComment {
  readonly id: number
  readonly body: string
  readonly author: string
  readonly url: string
}

/** An answer of GitHub's API that is not a success; `status` null when there was no answer. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly status: number | null
  /** Seconds that GitHub asks to wait, from `retry-after` or the rate limit's reset. */
  readonly retryAfter: number | null

  constructor(message: string, status: number | null, retryAfter: number | null) {
    super(message)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/**
 * GitHub's API for one repository, as the job's token sees it. Every method rejects with a
 * `GitHubError` once the retries that are safe for it are used up.
 */
export interface GitHub {
  /** Login of the token's own identity, such as `github-actions[bot]`. */
  viewer(): Promise<string>
  labels(pullRequest: number): Promise<string[]>
  headSha(pullRequest: number): Promise<string>
  /** All comments, oldest first, every page. */
  comments(pullRequest: number): Promise<IssueComment[]>
  createComment(pullRequest: number, body: string): Promise<IssueComment>
  updateComment(id: number, body: string): Promise<IssueComment>
  deleteComment(id: number): Promise<void>
  /** The merge base of two commits, by the compare API. */
  mergeBase(base: string, head: string): Promise<string>
}
