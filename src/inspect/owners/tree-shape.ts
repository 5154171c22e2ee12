import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/** By node: how many components its path has, and its ancestor (or itself) with two at most. */
export interface TreeShape {
  readonly depths: Int32Array
  readonly tops: Int32Array
}

/** One pass: a parent's number is always lower than its children's. */
export function shapeOf({ tree, owners }: Stacked): TreeShape {
  const depths = new Int32Array(owners.length)
  const tops = new Int32Array(owners.length)
  for (let node = root + 1; node < owners.length; node++) {
    const parent = tree.parent(node)
    const depth = (depths[parent] as number) + 1
    depths[node] = depth
    tops[node] = depth <= 2 ? node : (tops[parent] as number)
  }
  return { depths, tops }
}
