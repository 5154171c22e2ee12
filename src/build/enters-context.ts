import { join, posix } from 'node:path'
import type { BuildSettings } from '../config/config.ts'
import { contextFilter } from './context-filter.ts'
import { effectiveRules, readIgnoreFile } from './ignore-file.ts'

/**
 * Says for a path relative to a tree, with `/`, whether a build of that tree sends it to the builder: it is
 * below the context and no ignore rule in effect keeps it out. Throws a `UserError` for a rule that
 * BuildKit refuses.
 */
export async function entersContext(
  tree: string,
  settings: Pick<BuildSettings, 'context' | 'file'>,
  includeGit: boolean,
): Promise<(path: string) => boolean> {
  const context = posix.normalize(settings.context)
  const dockerfile = settings.file ?? posix.join(context, 'Dockerfile')
  const ignore = await readIgnoreFile(join(tree, dockerfile), join(tree, context))
  const filter = contextFilter(effectiveRules(ignore.text, includeGit), ignore.path ?? '.dockerignore')
  return (path) => {
    const inside = posix.relative(context, path)
    return !inside.startsWith('../') && filter(inside)
  }
}
