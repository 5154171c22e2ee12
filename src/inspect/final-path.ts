import { kind, kindOf, type LayerTable } from './layer-table.ts'
import { root } from './path-tree.ts'
import type { Stacked } from './stack.ts'

const mostHops = 40

/**
 * The node of an absolute path (raw bytes) in the final file system, or −1. Links are taken as they are
 * (`literal`) or followed inside the image, the last one too (`follow`); a loop or a broken link is −1.
 */
export function findNode(stacked: Stacked, path: string, links: 'literal' | 'follow'): number {
  const { tree } = stacked
  const parts = path.split('/').reverse()
  let node = root
  let hops = 0
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part === '' || part === '.') continue
    const next = part === '..' ? tree.parent(node) : tree.find(node, part)
    if (!isThere(stacked, next)) return -1
    const target = links === 'follow' ? linkTarget(stacked, next) : null
    if (target === null) {
      node = next
      continue
    }
    if (++hops > mostHops) return -1
    if (target.startsWith('/')) node = root
    parts.push(...target.split('/').reverse())
  }
  return node
}

/** The target of a link in the final file system, as raw bytes; null when the node is no link. */
export function linkTarget(stacked: Stacked, node: number): string | null {
  const layer = stacked.layers[stacked.owners[node] ?? -1]
  const entry = stacked.entries[node] as number
  if (!layer || kindOf(layer, entry) !== kind.symlink) return null
  return stacked.tree.names.text(targetOf(layer, entry))
}

function isThere(stacked: Stacked, node: number): boolean {
  return node >= 0 && (stacked.owners[node] ?? -1) >= 0
}

function targetOf(layer: LayerTable, entry: number): number {
  return layer.targets[layer.inodes[entry] as number] as number
}
