import { integers } from '../columns.ts'
import { kind, kindOf, type LayerTable } from '../layer-table.ts'
import { specialEntries } from '../special-entries.ts'
import type { Claims } from './claims.ts'

/**
 * By layer and inode, of inodes with several names the one that decides whom the bytes belong to: the strongest claim
 * on any of its names; among equal ones the name that sorts first. 0 for an inode with one name, −1 for one of which
 * no name is left; null for a layer without such inodes. 4 bytes an entry.
 */
export function decidingNames(claims: Claims): (Int32Array | null)[] {
  const { layers } = claims.stacked
  const found = layers.map((): Int32Array | null => null)
  for (const [index, layer] of layers.entries()) {
    for (const entry of specialEntries(layer).links) {
      const inode = layer.inodes[entry] as number
      consider(claims, found, index, inode, layer.paths[inode] as number)
      consider(claims, found, index, inode, layer.paths[entry] as number)
    }
  }
  for (const layer of layers) {
    for (const entry of specialEntries(layer).marks) {
      if (kindOf(layer, entry) === kind.outerLink) considerOuter(claims, found, layer.paths[entry] as number)
    }
  }
  return found
}

// A name that a layer gave to an inode of a lower one.
function considerOuter(claims: Claims, found: (Int32Array | null)[], node: number): void {
  const { layers, owners, entries } = claims.stacked
  const index = owners[node] ?? -1
  const layer = layers[index]
  if (!layer) return
  const inode = layer.inodes[entries[node] as number] as number
  consider(claims, found, index, inode, layer.paths[inode] as number)
  consider(claims, found, index, inode, node)
}

function consider(
  claims: Claims,
  found: (Int32Array | null)[],
  index: number,
  inode: number,
  node: number,
): void {
  const { layers, owners, entries } = claims.stacked
  const layer = layers[index] as LayerTable
  const names = found[index] ?? integers(layer.length)
  found[index] = names
  const known = names[inode] as number
  const isThere = node >= 0 && owners[node] === index && layer.inodes[entries[node] as number] === inode
  if (isThere) names[inode] = known > 0 ? better(claims, known, node) : node
  else if (known === 0) names[inode] = -1
}

function better(claims: Claims, known: number, node: number): number {
  if (known === node) return node
  const difference = claims.strength(node) - claims.strength(known)
  if (difference !== 0) return difference > 0 ? node : known
  const { tree } = claims.stacked
  return tree.path(node) < tree.path(known) ? node : known
}
