import { MeasureError } from '../measure-error.ts'
import type { StoredImage } from '../oci/resolve-image.ts'
import { mostDatabaseBytes } from '../owners/database-bounds.ts'
import type { FileContents } from '../owners/file-contents.ts'
import { namedContents } from '../owners/read-databases.ts'
import type { WantedFile } from '../owners/wanted-files.ts'
import { PathTree } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'
import type { CachedLayers } from './read-cached-layers.ts'
import { readStoredLayer } from './read-stored-layers.ts'

/**
 * File contents of an image whose layers were read with what may be wanted kept. What the names in a layer's tar did
 * not tell, as a link leads to the place, is fetched by reading that layer once more.
 */
export function storedContents(
  image: StoredImage,
  { layers, cached }: CachedLayers,
  signal: AbortSignal,
): FileContents {
  return {
    async read({ stacked, wanted }) {
      const found = image.layers.map(({ diffId }) => new Map(layers.get(diffId)?.contents))
      const elsewhere = missing(stacked, wanted, found)
      const again = [...elsewhere.keys()].filter((index) => !cached.has(image.layers[index]?.diffId ?? ''))
      if (again.length > mostAgain) throw new MeasureError('they lie behind links in too many layers')
      for (const [index, entries] of elsewhere) {
        const read = await readAgain(image, index, entries, signal)
        for (const [entry, content] of read) found[index]?.set(entry, content)
      }
      return namedContents({ stacked, wanted }, (node) => {
        const { layer, entry } = placeOf(stacked, node)
        return found[layer]?.get(entry)
      })
    },
  }
}

function missing(
  stacked: Stacked,
  wanted: readonly WantedFile[],
  found: readonly ReadonlyMap<number, string>[],
): Map<number, Set<number>> {
  const byLayer = new Map<number, Set<number>>()
  for (const { node } of wanted) {
    const { layer, entry } = placeOf(stacked, node)
    if (found[layer]?.has(entry)) continue
    byLayer.set(layer, (byLayer.get(layer) ?? new Set()).add(entry))
  }
  return byLayer
}

/** Layers that are read a second time; an image whose databases lie behind links in more of them is made so. */
const mostAgain = 3

async function readAgain(
  image: StoredImage,
  index: number,
  entries: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const layer = image.layers[index]
  if (!layer) throw new MeasureError('they lie in a layer that is not there')
  const wanted = {
    wants: (_: string, entry: number) => entries.has(entry),
    budget: { left: mostDatabaseBytes },
  }
  return (await readStoredLayer(layer, { tree: new PathTree(), wanted, signal })).contents
}

// Content stands at the first of an inode's names.
function placeOf({ layers, owners, entries }: Stacked, node: number): { layer: number; entry: number } {
  const layer = owners[node] as number
  return { layer, entry: layers[layer]?.inodes[entries[node] as number] as number }
}
