import { copyFile, lstat, mkdir, readdir, readlink, realpath, rm, rmdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Git } from '../effects/git.ts'
import { ifThere } from '../system-error.ts'
import type { Checkout } from './checkout.ts'
import { settingsEnvironment } from './remote.ts'

/**
 * Paths of tracked files that differ from the commit that is checked out, staged or not, relative to
 * the root. May name a file whose filter alone makes it look different: filters are not run, because
 * an LFS filter would write below the user's `.git`.
 */
export async function uncommittedPaths(git: Git, checkout: Checkout): Promise<string[]> {
  const status = ['status', '--porcelain=v2', '-z', '--no-renames', '--untracked-files=no']
  const env = withoutFilters(checkout)
  const list = await git.run(checkout.root, [...status, '--ignore-submodules=all'], { env })
  return list.split('\0').flatMap((entry) => entry.match(/^(?:1 (?:\S+ ){7}|u (?:\S+ ){9})(.*)$/s)?.[1] ?? [])
}

/** Environment for commands that compare the user's files with the index, without running a filter. */
export function withoutFilters(checkout: Checkout): Record<string, string> {
  const names = new Set(checkout.settings.flatMap(({ key }) => key.match(/^filter\.(.+)\.\w+$/s)?.[1] ?? []))
  const off = [...names].flatMap((name) => [
    { key: `filter.${name}.clean`, value: '' },
    { key: `filter.${name}.process`, value: '' },
    { key: `filter.${name}.required`, value: 'false' },
  ])
  return settingsEnvironment(off)
}

/** Makes these paths of a tree what they are in the checkout: content, execute bit, links; gone if gone. */
export async function copyUncommitted(
  checkout: Checkout,
  paths: readonly string[],
  tree: string,
): Promise<void> {
  const gone: string[] = []
  const there: string[] = []
  for (const path of paths) ((await isFile(checkout.root, path)) ? there : gone).push(path)
  for (const path of gone) await removeFile(tree, path)
  for (const path of there) await copyOne(join(checkout.root, path), join(tree, path))
}

/** False also where a parent has become a link: then git's file of that name is gone. */
async function isFile(root: string, path: string): Promise<boolean> {
  const parent = join(root, dirname(path))
  if ((await ifThere(realpath(parent))) !== parent) return false
  const stats = await ifThere(lstat(join(root, path)))
  return stats !== null && (stats.isFile() || stats.isSymbolicLink())
}

/** Removes the file and the folders that become empty: git keeps no empty folder. */
async function removeFile(tree: string, path: string): Promise<void> {
  await rm(join(tree, path), { recursive: true, force: true })
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    if (!(await removeIfEmpty(join(tree, parent)))) return
  }
}

/** False when the folder still holds something, or is not there. */
async function removeIfEmpty(directory: string): Promise<boolean> {
  const left = await ifThere(readdir(directory))
  if (left === null || left.length > 0) return false
  await rmdir(directory)
  return true
}

async function copyOne(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await mkdir(dirname(to), { recursive: true })
  if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), to)
  else await copyFile(from, to)
}
