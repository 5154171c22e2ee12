import { type Digested, digested } from './digested.ts'
import { type LayerWorld, layerContent, longestMagic, type ReadLayer } from './layer-content.ts'
import { MeasureError } from './measure-error.ts'
import type { StoredBlob } from './oci/resolve-image.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'

/** A layer by what its manifest and its configuration say of it. */
export interface ExpectedLayer {
  readonly blob: StoredBlob
  readonly diffId: string
}

/**
 * A sink for the bytes of a layer as stored, plain or compressed, that hands on its table and what of its contents is
 * `wanted`. Rejects with a `MeasureError` when they have another digest or length than the manifest says, or their
 * uncompressed tar another than the configuration, or more than `largestLayer`.
 */
export function storedLayer(
  { blob, diffId }: ExpectedLayer,
  world: LayerWorld,
  done: (layer: ReadLayer) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const excess = `the layer is stored with more bytes, its descriptor says ${blob.size}`
    const asDescribed = { bytes: blob.size, excess }
    const { tar, source, finish } = layerContent(start, world, asDescribed)
    // A plain tar is read and hashed once: it is what is stored.
    const stored = source ? digested(world.openDigest(), asDescribed, (chunk) => source.write(chunk)) : tar
    return {
      write: stored.write,
      async end() {
        await source?.end()
        await refuseOther(stored, tar, { blob, diffId })
        done(finish(diffId))
      },
      abort: () => source?.abort(),
    }
  })
}

async function refuseOther(
  stored: Digested,
  tar: Digested,
  { blob: { digest, size }, diffId }: ExpectedLayer,
): Promise<void> {
  if (stored.length() !== size) {
    throw new MeasureError(`the layer is stored with ${stored.length()} bytes, its descriptor says ${size}`)
  }
  const found = await Promise.all([stored.digest(), tar.digest()])
  for (const [index, wanted] of [digest, diffId].entries()) {
    if (wanted !== null && found[index] !== wanted) {
      throw new MeasureError(`the bytes of layer ${wanted} have the digest ${found[index]}`)
    }
  }
}
