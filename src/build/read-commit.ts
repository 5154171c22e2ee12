import type { Git } from '../effects/git.ts'
import type { Checkout } from './checkout.ts'

/**
 * The commit that a name means in the checkout, as git reads names; null when it means none there. The name
 * goes in by standard input, so that nothing in it can be taken for an option.
 */
export async function commitOf(git: Git, checkout: Checkout, name: string): Promise<string | null> {
  if (/[\n\0]/.test(name)) return null
  const answer = await git.run(checkout.root, ['cat-file', '--batch-check'], { input: `${name}^{commit}\n` })
  return answer.match(/^(\S+) commit \d+$/)?.[1] ?? null
}

/**
 * The parents of a commit, in order, as its object names them: a clone of depth 1 knows them too,
 * although it has none of them. Rejects with `GitError` when the commit is not there.
 */
export async function parentsOf(git: Git, checkout: Checkout, commit: string): Promise<string[]> {
  const text = await git.run(checkout.root, ['cat-file', '-p', commit])
  const header = text.slice(0, `${text}\n\n`.indexOf('\n\n'))
  return [...header.matchAll(/^parent (\S+)$/gm)].map((match) => match[1] ?? '')
}
