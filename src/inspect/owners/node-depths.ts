import { type PathTree, root } from '../path-tree.ts'

/** How many components the path of a node has. */
export type DepthOf = (node: number) => number

/** Depths are counted when they are asked for, as far as to the nearest ancestor that was asked for before. */
export function nodeDepths({ parents }: PathTree): DepthOf {
  const known = new Map<number, number>([[root, 0]])
  return (node) => {
    let steps = 0
    let at = node
    let depth = known.get(at)
    for (; depth === undefined; steps++) {
      at = parents[at] as number
      depth = known.get(at)
    }
    known.set(node, depth + steps)
    return depth + steps
  }
}
