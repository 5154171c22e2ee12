import type { Clock } from '../effects/clock.ts'
import { type GitHub, GitHubError, type IssueComment } from '../effects/github.ts'
import { readMarker } from './marker.ts'

/** Waits in ms before looking whether a create that failed has worked after all. */
const waitsMs = [2000, 5000, 10_000]

/**
 * Creates a comment exactly once. GitHub may answer 5xx, or not at all, for a create that worked:
 * before trying again the comments are listed and searched for our nonce. Rejects with the last
 * `GitHubError`.
 */
export async function createOnce(
  pullRequest: number,
  body: string,
  nonce: string,
  listOurs: () => Promise<readonly IssueComment[]>,
  github: GitHub,
  clock: Clock,
): Promise<IssueComment> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await github.createComment(pullRequest, body)
    } catch (error) {
      const wait = waitsMs[attempt]
      if (!mayHaveWorked(error) || wait === undefined) throw error
      await clock.sleep(wait)
      const made = (await listOurs()).find((comment) => readMarker(comment.body)?.nonce === nonce)
      if (made) return made
    }
  }
}

function mayHaveWorked(error: unknown): boolean {
  return error instanceof GitHubError && (error.status === null || error.status >= 500)
}
