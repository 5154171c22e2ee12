import type { EngineInfo } from '../effects/docker/docker.ts'
import type { EngineSize } from '../inspect/image.ts'

/** Why `docker images` prints another number than our `size`, or why it prints the same, in one sentence. */
export function engineSizeWhy(engine: EngineSize, size: number, store: EngineInfo['store'] | null): string {
  if (engine.list === null) return 'The engine does not list this image.'
  if (engine.list === size)
    return 'The engine counts the same bytes: the content of every layer, uncompressed.'
  switch (store) {
    case 'containerd':
      return 'The containerd image store adds the compressed layers that it keeps to the unpacked ones, rounded up to disk blocks, and counts every platform and attestation; the size here is the content of the layers only.'
    case 'classic':
      // BuildKit writes down the sum of the tar headers' sizes, and a link's is 0.
      if (engine.list < size) {
        return 'Of a layer that BuildKit built this engine counts the files only; the size here counts the targets of symbolic links too, as the engine does for an image that it pulled.'
      }
      return 'The engine adds up what its storage driver reports for each layer; the size here is the content of the layers as their archives hold it.'
    case 'podman':
      return 'Podman adds up what its storage reports for each layer; the size here is the content of the layers only.'
    case null:
      return 'The engine did not say how it stores images; the size here is the content of the layers only.'
  }
}
