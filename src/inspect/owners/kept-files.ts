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
