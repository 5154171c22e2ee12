import type { HiddenFile } from './image.ts'
import { kind, kindOf, type LayerTable, sizeOf } from './layer-table.ts'
import { nameMatcher } from './name-matcher.ts'
import { textOf } from './raw-text.ts'
import type { Stacked } from './stack.ts'

/**
 * Regular files that some layer holds at a path where the final file system has no regular file, by a
 * predicate on the last path component. A path that several layers brought comes once for each.
 */
export function hiddenFiles(stacked: Stacked, matches: (name: string) => boolean): HiddenFile[] {
  const matchesName = nameMatcher(stacked.tree, matches)
  return stacked.layers.flatMap((layer, index) => {
    const found: HiddenFile[] = []
    for (let entry = 0; entry < layer.length; entry++) {
      const node = layer.paths[entry] as number
      if (node < 0 || kindOf(layer, entry) !== kind.file || !matchesName(node)) continue
      if (isFile(stacked, node)) continue
      found.push({ path: textOf(stacked.tree.path(node)), layer: index, size: sizeOf(layer, entry) })
    }
    return found
  })
}

function isFile(stacked: Stacked, node: number): boolean {
  const layer: LayerTable | undefined = stacked.layers[stacked.owners[node] ?? -1]
  return layer !== undefined && kindOf(layer, stacked.entries[node] as number) === kind.file
}
