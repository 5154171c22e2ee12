import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from '../effects/git.ts'
import { ifThere } from '../system-error.ts'
import { type Checkout, findCheckout } from './checkout.ts'
import type { OwnRepository } from './own-repository.ts'
import { checkOut, checkOutWithGit } from './own-tree.ts'
import { copyUncommitted, uncommittedPaths } from './uncommitted.ts'

/** How a tree is filled. */
export interface Filling {
  readonly git: Git
  /** The repository of ours that stands in for a checkout; one each, also for submodules. */
  readonly repositoryOf: (checkout: Checkout, submodule: boolean) => Promise<OwnRepository>
  readonly includeGit: boolean
  /** True to take over the checkout's uncommitted changes to tracked files and submodules. */
  readonly changes: boolean
  readonly warn: (line: string) => void
}

/**
 * Fills a new folder with a commit of the checkout and, where the checkout has them initialised, of
 * its submodules, all the way down. Rejects with `GitError` when a commit cannot be had.
 */
export async function fillTree(
  repository: OwnRepository,
  commit: string,
  directory: string,
  filling: Filling,
): Promise<void> {
  const { git, includeGit, changes } = filling
  const { checkout } = repository
  await (includeGit ? checkOutWithGit : checkOut)(git, repository, commit, directory)
  if (changes) await copyUncommitted(checkout, await uncommittedPaths(git, checkout), directory)
  for (const { path, commit: pinned } of await submodulesOf(repository, commit, directory)) {
    const submodule = await initialisedSubmodule(git, checkout, path)
    if (submodule === null) {
      await warnIfUnknown(checkout, path, filling)
      continue
    }
    const own = await filling.repositoryOf(submodule, true)
    const wanted = changes && submodule.head ? submodule.head : pinned
    await fillTree(own, wanted, join(directory, path), filling)
  }
}

interface Submodule {
  readonly path: string
  readonly commit: string
}

/** The commits of other repositories in a commit; without a `.gitmodules` file git makes none of them. */
async function submodulesOf(
  repository: OwnRepository,
  commit: string,
  directory: string,
): Promise<Submodule[]> {
  if ((await ifThere(lstat(join(directory, '.gitmodules')))) === null) return []
  const list = await repository.run(['ls-tree', '-r', '-z', '--full-tree', commit])
  return list.split('\0').flatMap((entry) => {
    const [, pinned, path] = entry.match(/^160000 commit (\S+)\t(.*)$/s) ?? []
    return pinned && path ? [{ path, commit: pinned }] : []
  })
}

/** Null unless the folder itself is the root of a checkout: not empty, not reached through a link. */
async function initialisedSubmodule(git: Git, checkout: Checkout, path: string): Promise<Checkout | null> {
  const root = join(checkout.root, path)
  if ((await ifThere(lstat(join(root, '.git')))) === null) return null
  const submodule = await findCheckout(git, root, { above: false })
  return submodule?.root === root ? submodule : null
}

async function warnIfUnknown(checkout: Checkout, path: string, filling: Filling): Promise<void> {
  const known = await filling.git.run(checkout.root, ['ls-files', '--stage', '-z'])
  if (known.split('\0').some((entry) => entry.startsWith('160000 ') && entry.endsWith(`\t${path}`))) return
  filling.warn(`The checkout has no submodule ${path}, so that its folder is empty in the tree of this side`)
}
