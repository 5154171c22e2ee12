import type { LayerTable } from '../layer-table.ts'
import type { DatabaseFiles } from './owner.ts'
import { type DatabaseSource, namedContents, sizeAt } from './read-databases.ts'

/**
 * The wanted files of which the content was kept while the layers were read, by the path that the database has.
 */
export function keptFiles(source: Pick<DatabaseSource, 'stacked' | 'wanted' | 'kept'>): DatabaseFiles {
  const contentOf = (node: number): string | undefined => {
    const { layers, owners, entries } = source.stacked
    const layer = owners[node] as number
    // Content stands at the first of an inode's names.
    return source.kept[layer]?.get(layers[layer]?.inodes[entries[node] as number] as number)
  }
  const wanted = source.wanted.filter(({ node }) => contentOf(node)?.length === sizeAt(source.stacked, node))
  return namedContents({ ...source, wanted }, contentOf)
}

/** The other way: the contents of wanted files by the layer that has them, lowest first, and their entry there. */
export function contentsByLayer(
  { stacked, wanted }: Pick<DatabaseSource, 'stacked' | 'wanted'>,
  files: DatabaseFiles,
): Map<number, string>[] {
  const { layers, owners, entries } = stacked
  const found = layers.map(() => new Map<number, string>())
  for (const { path, node } of wanted) {
    const [content, index] = [files.get(path), owners[node] as number]
    const layer = layers[index] as LayerTable
    if (content !== undefined) found[index]?.set(layer.inodes[entries[node] as number] as number, content)
  }
  return found
}
