import { realpath, stat } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import type { BuildSettings } from '../config/config.ts'
import { UserError } from '../errors.ts'
import type { SideError } from './built.ts'

/** Where a side's build files are. Paths are absolute but for `file`, which is relative to the tree. */
export interface BuildFiles {
  readonly context: string
  readonly dockerfile: string
  readonly file: string
}

/** The files, or which of them is missing. */
export type BuildFilesOutcome =
  | { readonly files: BuildFiles; readonly error: null }
  | { readonly files: null; readonly error: SideError }

/**
 * Finds Dockerfile and context of a side in its own tree. What is missing or of the wrong kind is a
 * `SideError`; a path that leaves the tree, links followed, is a `UserError`.
 */
export async function findBuildFiles(
  tree: string,
  settings: Pick<BuildSettings, 'context' | 'file'>,
): Promise<BuildFilesOutcome> {
  const file = posix.normalize(settings.file ?? posix.join(settings.context, 'Dockerfile'))
  const context = join(tree, settings.context)
  const dockerfile = join(tree, file)
  if (!(await isKind(tree, context, 'directory'))) {
    return missing(`the context ${settings.context} is not a directory of this commit`, null)
  }
  if (!(await isKind(tree, dockerfile, 'file'))) {
    return missing(`there is no Dockerfile at ${file}`, file)
  }
  return { files: { context, dockerfile, file }, error: null }
}

/** The path with links followed; a `UserError` names `input` when it leaves `tree`. Null when it does not exist. */
export async function insideTree(tree: string, path: string, input: string): Promise<string | null> {
  const [root, real] = await Promise.all([realpath(tree), realpathIfThere(path)])
  if (real === null || real === root || real.startsWith(root + sep)) return real
  throw new UserError(
    `${input} leads out of the repository`,
    'use a path inside of it, without links that lead out',
  )
}

async function isKind(tree: string, path: string, kind: 'file' | 'directory'): Promise<boolean> {
  const real = await insideTree(tree, path, kind === 'file' ? 'file' : 'context')
  if (real === null) return false
  const stats = await stat(real)
  return kind === 'file' ? stats.isFile() : stats.isDirectory()
}

async function realpathIfThere(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return null
    throw error
  }
}

function missing(message: string, file: string | null): BuildFilesOutcome {
  return {
    files: null,
    error: { stage: 'build', kind: 'not-found', message, step: null, file, line: null, log: null },
  }
}
