import { realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The root folder of the repository that a directory is in, links resolved: the nearest one that has `.git`, as git
 * looks for it. Null when there is none. git is not asked: it takes a tenth of a comparison of two images, which need
 * none.
 */
export function repositoryRoot(directory: string): string | null {
  return nearest(realpathSync(directory))
}

function nearest(path: string): string | null {
  if (holdsRepository(path)) return path
  const parent = dirname(path)
  return parent === path ? null : nearest(parent)
}

// A worktree and a submodule have a file that tells where the directory is.
function holdsRepository(directory: string): boolean {
  const git = statSync(join(directory, '.git'), { throwIfNoEntry: false })
  if (git?.isDirectory())
    return statSync(join(directory, '.git/HEAD'), { throwIfNoEntry: false }) !== undefined
  return git?.isFile() ?? false
}
