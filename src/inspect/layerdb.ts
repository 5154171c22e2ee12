import type { EngineInfo } from '../effects/docker/docker.ts'
import { digestOf } from './image-config.ts'

/**
 * Where the classic store keeps the metadata of a layer (moby `layer/filestore.go`): a directory with `diff`
 * (the diffID), `size`, `tar-split.json.gz` and `cache-id`.
 */
export function layerDirectory(engine: EngineInfo, chainId: string): string {
  return `${engine.rootDir}/image/${engine.driver}/layerdb/sha256/${hexOf(chainId)}`
}

/** Where the driver overlay2 keeps the files of a layer, by the `cache-id` of its metadata. */
export function unpackedDirectory(engine: EngineInfo, cacheId: string): string {
  return `${engine.rootDir}/overlay2/${cacheId}/diff`
}

/** Where the classic store keeps the configuration of an image (moby `image/fs.go`). */
export function configFile(engine: EngineInfo, imageId: string): string {
  return `${engine.rootDir}/image/${engine.driver}/imagedb/content/sha256/${hexOf(imageId)}`
}

/**
 * The chain IDs of stacked layers (OCI image-spec, config.md): the first is the diffID itself, each next one
 * the digest of `CHAIN DIFFID`.
 */
export function chainIds(diffIds: readonly string[]): string[] {
  const chain: string[] = []
  for (const diffId of diffIds) {
    const below = chain.at(-1)
    chain.push(below === undefined ? diffId : digestOf(Buffer.from(`${below} ${diffId}`)))
  }
  return chain
}

/** The digits of a digest, without its algorithm. */
export function hexOf(digest: string): string {
  return digest.replace('sha256:', '')
}
