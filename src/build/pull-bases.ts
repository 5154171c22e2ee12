import type { BuildSettings } from '../config/config.ts'
import { isImageReference } from '../config/values/image-reference.ts'
import type { BuildWorld } from './build-world.ts'
import { driverOf } from './builder-limits.ts'
import type { SideError } from './built.ts'
import type { DockerfileOutline } from './dockerfile-lines.ts'
import { platformMismatch } from './platform.ts'
import { pullImage } from './pull-image.ts'
import { baseOf, neededImages } from './stage-images.ts'

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
    if (!isImageReference(reference)) continue
    const local = settings.pull ? null : await world.docker.images.inspect(reference)
    if (local && platformMismatch(settings.platform, local) === null) continue
    const error = await pullImage(reference, settings.platform, world)
    if (error) return error
  }
  return null
}

/**
 * Pulls the final base image for a build with buildx where that costs nothing: buildx's docker driver takes an image
 * that the engine has, and only of such an image are the layers known. With `pull` it is refreshed. What cannot be pulled is left
 * to the builder, which then says so itself. Null, or why the run cannot go on.
 */
export async function pullFinalBase(
  outline: DockerfileOutline,
  settings: BuildSettings,
  world: BuildWorld,
): Promise<SideError | null> {
  const base = baseOf(outline, settings)
  if (!base) return null
  const local = settings.pull ? null : await world.docker.images.inspect(base.reference)
  if (local || (await driverOf(settings.builder, world)) !== 'docker') return null
  const error = await pullImage(base.reference, settings.platform, world)
  if (error?.kind === 'timeout') return error
  if (error) world.runner.log.debug(error.message)
  return null
}
