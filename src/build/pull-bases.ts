import type { BuildSettings } from '../config/config.ts'
import type { BuildWorld } from './build-world.ts'
import type { SideError } from './built.ts'
import type { DockerfileOutline } from './dockerfile-lines.ts'
import { parseImageReference } from './image-reference.ts'
import { platformMismatch } from './platform.ts'
import { pullImage } from './pull-image.ts'
import { neededImages } from './stage-images.ts'

/**
 * Pulls the images that a build through the engine's API needs and the engine lacks (all of them with `pull`): without
 * a session the engine knows no credentials. Null when all are there, else why one is not.
 */
export async function pullBases(
  outline: DockerfileOutline,
  settings: Pick<BuildSettings, 'target' | 'buildArgs' | 'platform' | 'pull'>,
  world: BuildWorld,
): Promise<SideError | null> {
  for (const reference of neededImages(outline, settings.target, settings.buildArgs)) {
    parseImageReference(reference)
    const local = settings.pull ? null : await world.docker.images.inspect(reference)
    if (local && platformMismatch(settings.platform, local) === null) continue
    const error = await pullImage(reference, settings.platform, world)
    if (error) return error
  }
  return null
}
