import { createHash } from 'node:crypto'
import { MeasureError } from '../measure-error.ts'
import type { StoredBlob } from '../oci/resolve-image.ts'
import type { ContentSink } from '../read-tar.ts'

/**
 * A sink that hands on a blob's bytes and refuses, with a `MeasureError`, one that is longer or shorter than its
 * descriptor says, or has another digest.
 */
export function checkedBlob({ digest, size }: StoredBlob, target: ContentSink): ContentSink {
  const hash = digest === null ? null : createHash('sha256')
  let length = 0
  const differs = (has: string): MeasureError =>
    new MeasureError(`the layer is stored with ${has}, its descriptor says ${size}`)
  return {
    write(chunk) {
      length += chunk.length
      if (length > size) throw differs('more bytes')
      hash?.update(chunk)
      return target.write(chunk)
    },
    async end() {
      if (length !== size) throw differs(`${length} bytes`)
      if (hash && `sha256:${hash.digest('hex')}` !== digest) {
        throw new MeasureError('the stored layer has another digest than its descriptor says')
      }
      await target.end()
    },
    abort: () => target.abort(),
  }
}
