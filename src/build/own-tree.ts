import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from '../effects/git.ts'
import { hasRealLfsFiles } from './lfs.ts'
import { initialise, type OwnRepository } from './own-repository.ts'

/**
 * Puts the files of a commit into a new folder, as the user's checkout would have them: its filters,
 * its sparse checkout, LFS files only if the checkout's are real. The commit's own `export-ignore`
 * and `export-subst` do not apply, no hook runs, and no `.git` is in the folder.
 * Rejects with `GitError` when the commit cannot be had.
 */
export async function checkOut(
  git: Git,
  repository: OwnRepository,
  commit: string,
  directory: string,
): Promise<void> {
  const [lfs] = await Promise.all([lfsEnvironment(git, repository), repository.ensure(commit, 1)])
  await mkdir(directory, { recursive: true })
  const index = join(repository.directory, `index-${randomUUID()}`)
  const env = { ...lfs, GIT_WORK_TREE: directory, GIT_INDEX_FILE: index }
  await repository.run(['read-tree', '--reset', '-u', commit], { env })
}

/**
 * Like `checkOut`, but with a real `.git` that stands on its own: it borrows from nowhere, holds the
 * history that the checkout has, its tags, and a detached HEAD, so that `git describe` works where
 * only this folder is. It holds no remote and no credentials.
 */
export async function checkOutWithGit(
  git: Git,
  repository: OwnRepository,
  commit: string,
  directory: string,
): Promise<void> {
  const { checkout } = repository
  await repository.ensure(commit, checkout.shallow ? 1 : null)
  const own = join(directory, '.git')
  const objects = [repository.directory, checkout.commonDirectory].map((path) => join(path, 'objects'))
  await initialise(git, checkout, own, { objects, shallow: join(repository.directory, 'shallow') })
  const env = { GIT_DIR: own, GIT_WORK_TREE: directory, ...(await lfsEnvironment(git, repository)) }
  await repository.run(['config', 'core.bare', 'false'], { env })
  await repository.run(['update-ref', '--no-deref', 'HEAD', commit], { env })
  await repository.run(['read-tree', '--reset', '-u', commit], { env })
  const tags = ['for-each-ref', '--format=create %(refname) %(objectname)', 'refs/tags']
  const input = await git.run(checkout.root, tags)
  if (input !== '') await repository.run(['update-ref', '--stdin'], { env, input: `${input}\n` })
  await repository.run(['repack', '-a', '-d', '-q'], { env })
  await rm(join(own, 'objects/info/alternates'))
}

async function lfsEnvironment(git: Git, repository: OwnRepository): Promise<Record<string, string>> {
  const { checkout } = repository
  if (!checkout.settings.some(({ key }) => key.startsWith('filter.lfs.'))) return {}
  return (await hasRealLfsFiles(git, checkout)) ? {} : { GIT_LFS_SKIP_SMUDGE: '1' }
}
