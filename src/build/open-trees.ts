import { readdir, realpath } from 'node:fs/promises'
import type { ImageConfig, Source } from '../config/config.ts'
import { UserError } from '../errors.ts'
import { once } from '../once.ts'
import type { Untracked } from './built.ts'
import { findCheckout } from './checkout.ts'
import { type Choice, chooseSide, type Opening } from './choose-side.ts'
import { type DockerfilePlace, placeDockerfile } from './dockerfile-place.ts'
import type { ContextPaths } from './enters-context.ts'
import { findRename } from './find-rename.ts'
import { isBuilt } from './is-built.ts'
import { refuseSameCommit } from './refuse-same-commit.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import type { SideTree, TreeOutcome } from './tree.ts'
import { createTreeStore, type TreeWorld } from './tree-store.ts'
import { countUntracked, ignoredPaths } from './untracked.ts'

/** The trees of one image. A side that is not built has none. */
export interface OpenedTrees {
  readonly before: TreeOutcome | null
  readonly after: TreeOutcome | null
}

/** The trees of a run: each is made once and serves every image that needs it. */
export interface Trees {
  /**
   * The files of both sides of an image. Throws a `UserError` for what the user can correct: no
   * checkout, a ref that does not exist, an event without a base commit, a run that must not build.
   */
  open(image: ImageConfig): Promise<OpenedTrees>
  /** Where the Dockerfile is on both sides, see `placeDockerfile`. */
  place(image: ImageConfig, opened: OpenedTrees): Promise<DockerfilePlace>
  /** What git ignores in a tree, see `ignoredPaths`; nothing for a tree of ours and outside git. */
  ignored(tree: SideTree): Promise<readonly string[]>
  /** What enters a tree's build context beyond its commit; null for a tree of ours and outside git. */
  untracked(tree: SideTree, context: ContextPaths): Promise<Untracked | null>
}

/**
 * Opens the trees of a run. `token` is the job's, for what has to be fetched or asked of GitHub; null
 * without one. What is made is removed by the world's cleanup; the user's checkout is only read.
 */
export function createTrees(world: TreeWorld, token: string | null): Trees {
  const opening = once(() => openCheckout(world, token))
  return {
    async open(image) {
      if (!isBuilt(image.before.source) && !isBuilt(image.after.source)) return { before: null, after: null }
      const { event } = world.runner.context
      if (event) refuseStrangers(event)
      const found = await opening()
      if (found === null) return withoutGit(image, world)
      if (!image.compared) {
        const only = await chooseSide(image, 'after', found, world)
        return { before: null, after: await openSide(image, only, found) }
      }
      const before = await chooseSide(image, 'before', found, world)
      const after = await chooseSide(image, 'after', found, world)
      await refuseSameCommit(image, before.commit, after.commit, found.checkout, world)
      return { before: await openSide(image, before, found), after: await openSide(image, after, found) }
    },
    async place(image, { before, after }) {
      const trees = { before: before?.tree ?? null, after: after?.tree ?? null }
      return placeDockerfile(image, trees, async (path) => {
        const found = await opening()
        if (found === null || trees.before === null || trees.after === null) return null
        return findRename(
          await found.store.repositoryOf(found.checkout, false),
          trees.before,
          trees.after,
          path,
        )
      })
    },
    async ignored(tree) {
      const found = tree.own ? null : await opening()
      return found ? ignoredPaths(world.git, found.checkout) : []
    },
    async untracked(tree, context) {
      const found = tree.own ? null : await opening()
      return found && countUntracked(world.git, found.checkout, context)
    },
  }
}

async function openCheckout(world: TreeWorld, token: string | null): Promise<Opening | null> {
  const { context, log } = world.runner
  const inAction = context.kind === 'action'
  const checkout = await findCheckout(world.git, context.directory, { above: !inAction })
  if (checkout === null) return null
  const github = inAction && token && context.repository ? world.github(token) : null
  const history = { git: world.git, github, warn: (line: string) => log.warning(line) }
  return { checkout, store: createTreeStore(world, token), history }
}

async function openSide(image: ImageConfig, choice: Choice, found: Opening): Promise<TreeOutcome | null> {
  if (choice.make === null) return choice.outcome
  const { prepare, includeGit } = image
  return found.store.tree(found.checkout, { ...choice.make, prepare, includeGit, side: choice.side })
}

/** Without git only the files that are there can be built; on a runner, none mean a forgotten checkout. */
async function withoutGit(image: ImageConfig, world: TreeWorld): Promise<OpenedTrees> {
  const { directory, kind } = world.runner.context
  const sources = [image.before.source, image.after.source]
  const needsGit =
    image.prepare !== null ||
    image.includeGit ||
    sources.some(({ kind }) => kind === 'base' || kind === 'git')
  if (needsGit || (kind === 'action' && (await readdir(directory)).length === 0)) {
    throw new UserError(
      `${directory} is no git checkout`,
      kind === 'action'
        ? 'Put "- uses: actions/checkout@v7" (without path) before this step'
        : 'Run in a git clone, or compare images: --before image:REF --after image:REF',
    )
  }
  const resolvedBy = 'the working directory, which is in no git repository'
  const tree = { directory: await realpath(directory), commit: null, resolvedBy, own: false }
  const open = (source: Source) => (isBuilt(source) ? { tree, error: null } : null)
  return { before: image.compared ? open(image.before.source) : null, after: open(image.after.source) }
}
