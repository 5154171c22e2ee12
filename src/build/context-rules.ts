import type { PreparedBuild } from './build-plan.ts'
import { type ContextFilter, contextFilter } from './context-filter.ts'
import { effectiveRules, readIgnoreFile } from './ignore-file.ts'

/** What enters the context of a build: the rules that apply, and the filter that they make. */
export async function contextRules({ plan, files }: Pick<PreparedBuild, 'plan' | 'files'>): Promise<{
  readonly rules: ReturnType<typeof effectiveRules>
  readonly filter: ContextFilter
}> {
  const ignore = await readIgnoreFile(files.dockerfile, files.context)
  const rules = effectiveRules(ignore.text, plan.includeGit)
  return { rules, filter: contextFilter(rules, ignore.path ?? '.dockerignore') }
}
