import type { PathTree } from './path-tree.ts'

/** The nodes of a tree by the last component of their paths, whether an image has them or not; parents first. */
export interface NamedNodes {
  /** Those of a name (raw bytes). */
  named(name: string): Int32Array
  /** Those whose names end so. */
  ending(ending: string): Int32Array
}

/** Finds the nodes of a tree by their names. What was found once is found again until the tree grows. */
export function namedNodes(tree: PathTree): NamedNodes {
  const last = known.get(tree)
  if (last?.count === tree.count) return last.nodes
  const nodes = search(tree)
  known.set(tree, { count: tree.count, nodes })
  return nodes
}

const known = new WeakMap<PathTree, { readonly count: number; readonly nodes: NamedNodes }>()

function search(tree: PathTree): NamedNodes {
  const { names } = tree
  const found = new Map<string, Int32Array>()
  const once = (key: string, find: () => readonly number[]): Int32Array => {
    const nodes = found.get(key) ?? tree.nodesNamed(find())
    found.set(key, nodes)
    return nodes
  }
  return {
    named: (name) => once(`=${name}`, () => [names.find(name)].filter((id) => id >= 0)),
    ending: (ending) => once(`…${ending}`, () => names.ending(ending)),
  }
}
