import { findNode } from '../final-path.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/** Whether something that is no directory stands at a node. */
export function isInTheWay({ layers, owners, entries }: Stacked, node: number): boolean {
  const owner = owners[node] as number
  if (owner < 0 || node === root) return false
  const { inodes, attributes } = layers[owner] as LayerTable
  return (attributes[inodes[entries[node] as number] as number] as number) >> 12 > kind.impliedDirectory
}

/** Where it leads; −1 for nowhere. */
export function placeBehind(image: Stacked, node: number): number {
  return findNode(image, image.tree.path(node), 'follow')
}
