import type { Docker, ImageDetails } from '../effects/docker/docker.ts'
import type { CachedReading } from './cache/read-with-cache.ts'
import type { ImageHead } from './describe-image.ts'

/** What an engine says of an image, and how its layers were read. `listedSize`: see `Images.listedSizes`. */
export function engineHead(
  details: ImageDetails,
  { reading, measuredBy, fellBack }: CachedReading,
  listedSize: number | null,
): ImageHead {
  const { id, diffIds, os, architecture, repoDigests } = details
  const { env, entrypoint, cmd, user, workdir } = details.config
  return {
    ...{ id, diffIds, os, architecture, measuredBy, fellBack },
    digest: repoDigests[0]?.split('@')[1] ?? null,
    createdBy: reading.configs.get(id)?.createdBy ?? [],
    download: reading.downloads.get(id) ?? null,
    run: { env, entrypoint, cmd, user, workdir },
    engineSize: { inspect: details.engineSize, list: listedSize },
  }
}

/** Asks for the listed sizes of images, in their order, long before anybody waits for them. */
export function listedSizes(ids: readonly string[], docker: Docker): Promise<(number | null)[]> {
  const sizes = docker.images.listedSizes(ids)
  // Whoever waits gets the error; until then it must not end the process.
  sizes.catch(() => {})
  return sizes
}
