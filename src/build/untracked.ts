import { lstat, readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Git } from '../effects/git.ts'
import { ifThere } from '../system-error.ts'
import type { Untracked } from './built.ts'
import { type Checkout, findCheckout } from './checkout.ts'
import type { ContextPaths } from './enters-context.ts'
import { withoutFilters } from './uncommitted.ts'

/**
 * What a checkout holds beyond its commit, ignored files and those of its submodules included.
 * Only what enters the build context counts, and directories of which nothing can are not read.
 * Links count as links, in bytes; what vanishes while we look is not counted. Returns the count, the
 * bytes and the first five paths by code unit. Nothing is written, no filter is run.
 */
export async function countUntracked(
  git: Git,
  checkout: Checkout,
  context: ContextPaths,
): Promise<Untracked> {
  const files = await untrackedFiles(git, checkout, (directory) => context.mayEnterBelow(directory))
  const paths = files.filter((path) => context.enters(path)).sort()
  const found: { path: string; bytes: number }[] = []
  for (const path of paths) {
    const stats = await ifThere(lstat(join(checkout.root, path)))
    if (stats) found.push({ path, bytes: stats.size })
  }
  return {
    count: found.length,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    first: found.slice(0, 5).map(({ path }) => path),
  }
}

async function untrackedFiles(
  git: Git,
  checkout: Checkout,
  isWanted: (directory: string) => boolean,
): Promise<string[]> {
  const which = ['--untracked-files=all', '--ignored=matching']
  const status = await statusEntries(git, checkout, which)
  const entries = status.flatMap((entry) => entry.match(/^[?!] (.*)$/s)?.[1] ?? [])
  const files: string[] = []
  for (const entry of entries) {
    if (entry.endsWith('/')) await walk(checkout.root, entry.slice(0, -1), isWanted, files)
    else files.push(entry)
  }
  return [...files, ...(await ofSubmodules(git, checkout, isWanted))]
}

/**
 * What git ignores in a checkout, its submodules left aside: files, and folders that are ignored whole, relative
 * to the root, with `/` and without one at the end.
 */
export async function ignoredPaths(git: Git, checkout: Checkout): Promise<string[]> {
  const which = ['--untracked-files=normal', '--ignored=matching']
  const entries = await statusEntries(git, checkout, which)
  return entries.flatMap((entry) => entry.match(/^! (.*?)\/?$/s)?.[1] ?? [])
}

/** git names an ignored folder and a foreign repository only by its own name. */
async function walk(
  root: string,
  directory: string,
  isWanted: (directory: string) => boolean,
  files: string[],
): Promise<void> {
  if (!isWanted(directory)) return
  const entries = await ifThere(readdir(join(root, directory), { withFileTypes: true }))
  for (const entry of entries ?? []) {
    const path = posix.join(directory, entry.name)
    if (entry.isDirectory()) await walk(root, path, isWanted, files)
    else files.push(path)
  }
}

async function statusEntries(git: Git, checkout: Checkout, which: readonly string[]): Promise<string[]> {
  const status = ['status', '--porcelain=v2', '-z', '--no-renames', '--ignore-submodules=all']
  const list = await git.run(checkout.root, [...status, ...which], { env: withoutFilters(checkout) })
  return list.split('\0')
}

async function ofSubmodules(
  git: Git,
  checkout: Checkout,
  isWanted: (directory: string) => boolean,
): Promise<string[]> {
  if ((await ifThere(lstat(join(checkout.root, '.gitmodules')))) === null) return []
  const index = await git.run(checkout.root, ['ls-files', '--stage', '-z'])
  const files: string[] = []
  for (const entry of index.split('\0')) {
    const path = entry.match(/^160000 [^\t]*\t(.*)$/s)?.[1]
    if (path === undefined || (await ifThere(lstat(join(checkout.root, path, '.git')))) === null) continue
    const submodule = await findCheckout(git, join(checkout.root, path), { above: false })
    const isWantedThere = (directory: string): boolean => isWanted(posix.join(path, directory))
    const inside = submodule ? await untrackedFiles(git, submodule, isWantedThere) : []
    files.push(...inside.map((file) => posix.join(path, file)))
  }
  return files
}
