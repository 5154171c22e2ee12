import type { PathTree } from './path-tree.ts'
import { textOf } from './raw-text.ts'

/**
 * In: a predicate on the last component of a path. Out: the same on nodes, which asks it once for every
 * distinct name only.
 */
export function nameMatcher(tree: PathTree, matches: (name: string) => boolean): (node: number) => boolean {
  const unknown = 2
  const answers = new Uint8Array(tree.names.count).fill(unknown)
  const { nodeNames } = tree
  return (node) => {
    const name = nodeNames[node] as number
    if (answers[name] === unknown) answers[name] = matches(textOf(tree.names.text(name))) ? 1 : 0
    return answers[name] === 1
  }
}
