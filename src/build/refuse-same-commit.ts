import type { ImageConfig } from '../config/config.ts'
import { UserError } from '../errors.ts'
import type { Checkout } from './checkout.ts'
import { isPrivileged } from './refuse-strangers.ts'
import type { TreeWorld } from './tree-store.ts'
import { uncommittedPaths } from './uncommitted.ts'

/**
 * Throws a `UserError` when a run about a pull request would compare a commit with itself: the base
 * branch is checked out, nothing of the pull request would be measured, and the result would be a
 * false "unchanged". Two Dockerfiles, targets or arguments at one commit are a fair comparison, and so
 * is a work tree with changes to tracked files. Elsewhere (a terminal, a push that is run
 * again) equal commits are legitimate.
 */
export async function refuseSameCommit(
  image: ImageConfig,
  before: string | null,
  after: string | null,
  checkout: Checkout,
  world: TreeWorld,
): Promise<void> {
  const { event } = world.runner.context
  if (before === null || before !== after || event === null) return
  if (event.name !== 'pull_request' && !isPrivileged(event)) return
  if (!isOneBuild(image)) return
  const inPlace = image.after.source.kind === 'worktree' && image.prepare === null && !image.includeGit
  if (inPlace && (await uncommittedPaths(world.git, checkout)).length > 0) return
  throw new UserError(
    `before and after are the same commit ${before}: this ${event.name} run would compare the base with itself`,
    event.name === 'pull_request'
      ? 'Remove ref: from actions/checkout, or set before: git:REF'
      : 'Measure in a workflow with "on: pull_request"',
  )
}

function isOneBuild(image: ImageConfig): boolean {
  const kinds = [image.before.source.kind, image.after.source.kind]
  if (kinds.includes('dockerfile')) return false
  return JSON.stringify(image.before.build) === JSON.stringify(image.after.build)
}
