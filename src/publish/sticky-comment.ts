import type { Clock } from '../effects/clock.ts'
import { type GitHub, GitHubError, type IssueComment } from '../effects/github.ts'
import { writeWithinLimit } from './comment-size.ts'
import { createOnce } from './create-comment.ts'
import { isLater, type Marker, readMarker, writeMarker } from './marker.ts'

/** What the pull request's one comment shall say. */
export interface StickyComment {
  readonly pullRequest: number
  /** Head of the pull request that was measured; null when it is not known. */
  readonly headSha: string | null
  readonly marker: Marker
  /** False: only an existing comment is updated. */
  readonly create: boolean
  /** The text without its marker, within so many bytes of UTF-8. */
  readonly render: (mostBytes: number) => string
}

/** Address of the comment that stands now, and why it was left as it is (null when it was written). */
export interface StickyResult {
  readonly url: string | null
  readonly leftAlone: string | null
}

/**
 * Writes the comment: ours are those whose author is the token's identity and whose first bytes are a
 * marker with our key. The oldest is updated and the others, left by a race, are deleted; without one
 * it is created. A later run's comment, and one for a head that has moved on, stay. Rejects with a
 * `GitHubError`.
 */
export async function putStickyComment(
  sticky: StickyComment,
  github: GitHub,
  clock: Clock,
): Promise<StickyResult> {
  const viewer = await github.viewer()
  const listOurs = async () =>
    (await github.comments(sticky.pullRequest))
      .filter(({ author, body }) => author === viewer && readMarker(body)?.key === sticky.marker.key)
      .sort((left, right) => left.id - right.id)
  const ours = await listOurs()
  if (ours.length === 0 && !sticky.create) return { url: null, leftAlone: null }
  const obstacle = findLater(ours, sticky.marker) ?? (await findMovedHead(sticky, github))
  if (obstacle !== null) return { url: ours[0]?.url ?? null, leftAlone: obstacle }

  const updated = await updateOldest(ours, sticky, github)
  if (updated !== null) return { url: updated.url, leftAlone: null }
  if (!sticky.create) return { url: null, leftAlone: null }
  const created = await write(sticky, (body) =>
    createOnce(sticky.pullRequest, body, sticky.marker.nonce, listOurs, github, clock),
  )
  return foldIntoOlder(created, await listOurs(), sticky, github)
}

function write<T>(sticky: StickyComment, send: (body: string) => Promise<T>): Promise<T> {
  return writeWithinLimit(`${writeMarker(sticky.marker)}\n`, sticky.render, send)
}

function findLater(comments: readonly IssueComment[], marker: Marker): string | null {
  const later = comments.map(({ body }) => readMarker(body)).find((other) => other && isLater(other, marker))
  return later ? `run ${later.run}, attempt ${later.attempt}, is later than this one` : null
}

async function findMovedHead(
  { headSha, pullRequest }: StickyComment,
  github: GitHub,
): Promise<string | null> {
  if (headSha === null) return null
  const now = await github.headSha(pullRequest)
  return now === headSha ? null : `the pull request has moved on from ${headSha} to ${now}`
}

/** Null when none is left to update: somebody deleted them since they were listed. */
async function updateOldest(
  ours: readonly IssueComment[],
  sticky: StickyComment,
  github: GitHub,
): Promise<IssueComment | null> {
  for (const [index, comment] of ours.entries()) {
    const updated = await unlessGone(write(sticky, (body) => github.updateComment(comment.id, body)))
    if (updated === null) continue
    for (const duplicate of ours.slice(index + 1)) await unlessGone(github.deleteComment(duplicate.id))
    return updated
  }
  return null
}

/** Another run may have created one at the same time: both list after creating, and the oldest stays. */
async function foldIntoOlder(
  created: IssueComment,
  ours: readonly IssueComment[],
  sticky: StickyComment,
  github: GitHub,
): Promise<StickyResult> {
  const older = ours.filter(({ id }) => id < created.id)
  const obstacle = findLater(older, sticky.marker)
  const winner = older[0]
  if (winner === undefined) return { url: created.url, leftAlone: null }
  const kept = obstacle === null ? await updateOldest(older, sticky, github) : winner
  if (kept === null) return { url: created.url, leftAlone: null }
  await unlessGone(github.deleteComment(created.id))
  return { url: kept.url, leftAlone: obstacle }
}

async function unlessGone<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return null
    throw error
  }
}
