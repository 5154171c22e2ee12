import { join, posix } from 'node:path'
import type { BuildSettings } from '../config/config.ts'
import type { SideError } from './built.ts'
import { insideTree } from './inside.ts'
import { sideError } from './side-error.ts'

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
  if ((await insideTree(tree, settings.context, 'context')) !== 'directory') {
    return missing(`the context ${settings.context} is not a directory of this commit`, null)
  }
  if ((await insideTree(tree, file, 'file')) !== 'file') {
    return missing(`there is no Dockerfile at ${file}`, file)
  }
  return { files: { context, dockerfile, file }, error: null }
}

function missing(message: string, file: string | null): BuildFilesOutcome {
  return { files: null, error: sideError({ stage: 'build', kind: 'not-found', message, file }) }
}
