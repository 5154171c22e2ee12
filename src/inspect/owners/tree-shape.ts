import { integers } from '../columns.ts'
import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/** By node: how many components its path has. */
export interface TreeShape {
  readonly depths: Int32Array
}

/** One pass: a parent's number is always lower than its children's. */
export function shapeOf({ tree, owners }: Stacked): TreeShape {
  const depths = integers(owners.length)
  for (let node = root + 1; node < owners.length; node++) {
    const parent = tree.parent(node)
    depths[node] = (depths[parent] as number) + 1
  }
  return { depths }
}

/** By node: its ancestor, or itself, with two components at most. */
export function topsOf({ tree, owners }: Stacked): Int32Array {
  const tops = integers(owners.length)
  for (let node = root + 1; node < owners.length; node++) {
    const parent = tree.parent(node)
    const isTop = parent === root || tree.parent(parent) === root
    tops[node] = isTop ? node : (tops[parent] as number)
  }
  return tops
}
