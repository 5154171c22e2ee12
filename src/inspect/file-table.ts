import { findNode, linkTarget } from './final-path.ts'
import type { FileEntry, FileTable, FileType } from './image.ts'
import { kind, kindOf, type LayerTable, modeOf, sizeOf } from './layer-table.ts'
import { nameMatcher } from './name-matcher.ts'
import { rawOf, textOf } from './raw-text.ts'
import type { Stacked } from './stack.ts'

/** The final file system of stacked layers as a read-only table. `count` counts directories too. */
export function fileTable(stacked: Stacked): FileTable {
  return {
    count: stacked.pathCount,
    find: (path) => entryAt(stacked, findNode(stacked, rawOf(path), 'literal')),
    named: (matches) => namedEntries(stacked, matches),
    resolve: (path) => entryAt(stacked, findNode(stacked, rawOf(path), 'follow')),
  }
}

function namedEntries(stacked: Stacked, matches: (name: string) => boolean): FileEntry[] {
  const matchesName = nameMatcher(stacked.tree, matches)
  const found: FileEntry[] = []
  for (let node = 1; node < stacked.owners.length; node++) {
    if ((stacked.owners[node] as number) < 0 || !matchesName(node)) continue
    const entry = entryAt(stacked, node)
    if (entry) found.push(entry)
  }
  // Nodes are numbered as layers come, which is not always in one order.
  return found.sort((one, other) => (one.path < other.path ? -1 : 1))
}

function entryAt(stacked: Stacked, node: number): FileEntry | null {
  const index = stacked.owners[node] ?? -1
  const layer = stacked.layers[index]
  if (!layer) return null
  const entry = stacked.entries[node] as number
  const target = linkTarget(stacked, node)
  return {
    path: textOf(stacked.tree.path(node)),
    type: typeOf(layer, entry),
    size: sizeOf(layer, entry),
    mode: modeOf(layer, entry),
    linkTarget: target === null ? null : textOf(target),
    layer: index,
  }
}

function typeOf(layer: LayerTable, entry: number): FileType {
  const what = kindOf(layer, entry)
  if (what === kind.directory || what === kind.impliedDirectory) return 'directory'
  if (what === kind.file) return 'file'
  return what === kind.symlink ? 'symlink' : 'other'
}
