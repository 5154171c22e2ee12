import { join, posix } from 'node:path'
import type { BuildSettings } from '../config/config.ts'
import { contextFilter } from './context-filter.ts'
import { effectiveRules, readIgnoreFile } from './ignore-file.ts'

/** Which paths of a tree, relative to it and with `/`, a build sends to the builder. */
export interface ContextPaths {
  enters(path: string): boolean
  /** False for a directory of which nothing can enter, so that it need not be read. */
  mayEnterBelow(directory: string): boolean
}

/**
 * The paths of a tree that are below the context and that no ignore rule in effect keeps out. Throws a
 * `UserError` for a rule that BuildKit refuses.
 */
export async function entersContext(
  tree: string,
  settings: Pick<BuildSettings, 'context' | 'file'>,
  includeGit: boolean,
): Promise<ContextPaths> {
  const context = posix.normalize(settings.context)
  const dockerfile = settings.file ?? posix.join(context, 'Dockerfile')
  const ignore = await readIgnoreFile(join(tree, dockerfile), join(tree, context))
  const filter = contextFilter(effectiveRules(ignore.text, includeGit), ignore.path ?? '.dockerignore')
  return {
    enters(path) {
      const inside = posix.relative(context, path)
      return !leadsOut(inside) && filter(inside)
    },
    mayEnterBelow(directory) {
      const inside = posix.relative(context, directory)
      if (leadsOut(inside)) return !leadsOut(posix.relative(directory, context))
      return inside === '' || filter.hasExceptions || filter(inside)
    },
  }
}

function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith('../')
}
