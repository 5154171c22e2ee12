import { EngineError } from '../effects/docker/docker.ts'
import { collect } from './collect.ts'
import { largestConfig } from './image-config.ts'
import type { LayerMetadataWorld } from './layer-metadata.ts'
import { hexOf } from './layerdb.ts'
import { MeasureError } from './measure-error.ts'
import { neverStarted } from './never-started.ts'
import type { BlobSource } from './oci/blob-source.ts'
import { readContainerTar } from './read-container-tar.ts'
import type { ContentSink } from './read-tar.ts'
import type { TarEntry } from './tar-entry.ts'

/** What reaching a content store needs of the world. */
export type ContentStoreWorld = Pick<LayerMetadataWorld, 'docker' | 'mark' | 'signal'>

/** An engine's content store, seen through one container that is created and never started. */
export interface ContentStore extends Pick<BlobSource, 'document'> {
  /** Hands the bytes of a blob to a sink. Rejects with a `MeasureError` when it is not there. */
  read(digest: string, sink: ContentSink): Promise<void>
  /** Removes the container. */
  close(): Promise<void>
}

/**
 * Where containerd keeps content by digest (containerd `plugins/content/local`): below the engine's own
 * directory when the engine runs its own containerd, else in that of the system.
 */
export function contentDirectories(rootDir: string): string[] {
  return [`${rootDir}/containerd/daemon`, '/var/lib/containerd'].map(
    (root) => `${root}/io.containerd.content.v1.content/blobs/sha256`,
  )
}

/**
 * Binds a directory of blobs read-only into a container of an image. The content of a file comes by an archive
 * request; those of one container are answered one after the other. Rejects with an `EngineError` where the
 * engine's machine has no such directory.
 */
export async function openContentStore(
  directory: string,
  image: string,
  { docker, mark, signal }: ContentStoreWorld,
): Promise<ContentStore> {
  const target = `/image-size-guard-${mark.run}`
  const mount = { type: 'bind', source: directory, target, readOnly: true } as const
  const id = await docker.containers.create(neverStarted(image, [mount], mark))
  const read = async (digest: string, sink: ContentSink): Promise<void> => {
    const path = `${target}/${hexOf(digest)}`
    const open = ({ type }: TarEntry): ContentSink | null => (type === 'file' ? sink : null)
    await readContainerTar({ docker, signal }, { id, path }, open).catch((error: unknown) => {
      const isMissing = error instanceof EngineError && error.status === 404
      throw isMissing ? new MeasureError(`the content store does not hold ${digest}`, error) : error
    })
  }
  return {
    read,
    async document({ digest }) {
      const contents: Buffer[] = []
      const keep = (content: Buffer): number => contents.push(content)
      await read(digest, collect('a JSON document', largestConfig, keep))
      const [content] = contents
      if (content && contents.length === 1) return content
      throw new MeasureError(`the content store has no file for ${digest}`)
    },
    close: () => docker.containers.remove(id),
  }
}
