import { join } from 'node:path'
import type { RepositoryFiles } from '../../effects/repository-files.ts'
import type { DiveRules } from '../config.ts'
import type { Mistakes } from '../mistakes.ts'

/** Where dive looks for its rules. */
const name = '.dive-ci'

const mostBytes = 64 * 1024

/**
 * The rules of the `.dive-ci` file at the root of the repository; null when there is none. The YAML reader is
 * loaded only when there is one. Mistakes go to `mistakes`.
 */
export async function readDiveRules(
  checkout: RepositoryFiles,
  mistakes: Mistakes,
): Promise<DiveRules | null> {
  const path = join(checkout.root, name)
  const file = await checkout.readText(path, mostBytes)
  if (file.kind === 'missing') return null
  if (file.kind !== 'text' || !(await checkout.isInside(path))) {
    mistakes.add(
      name,
      'this is not a text file in the repository; expected the rules of dive, or no such file.',
      null,
    )
    return null
  }
  const { parseDiveRules } = await import('./parse-dive-ci.ts')
  return parseDiveRules(name, file.text, mistakes)
}
