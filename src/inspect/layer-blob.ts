import {
  largestLayer,
  layerContent,
  longestMagic,
  type ReadLayer,
  type WantedContents,
} from './layer-content.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'
import { plainDigest } from './stream-digest.ts'

/**
 * A sink that reads the tar of a layer, whatever its compression, and hands on its table together with the
 * diffID that the bytes have. Of the content only what is `wanted` stays in memory; null wants nothing. Rejects with
 * a `MeasureError` for more than `largestLayer`.
 */
export function layerBlob(
  tree: PathTree,
  wanted: WantedContents | null,
  done: (layer: ReadLayer) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const { tar, source, finish } = layerContent(
      start,
      { tree, wanted, openDigest: plainDigest },
      largestLayer,
    )
    return {
      write: source ? source.write : tar.write,
      async end() {
        await source?.end()
        done(finish(await tar.digest()))
      },
      abort: () => source?.abort(),
    }
  })
}
