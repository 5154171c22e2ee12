import type { ContainerMount, ContainerSpec } from '../effects/docker/docker.ts'
import { containerLabels, type RunMark } from '../effects/mark.ts'

/**
 * A container that is created only so that the engine's archive requests can read from it, and never started.
 * `image` is an ID; `mounts` are what is bound into it.
 */
export function neverStarted(image: string, mounts: readonly ContainerMount[], mark: RunMark): ContainerSpec {
  return {
    image,
    // An image without any command needs one to be created from.
    entrypoint: [],
    cmd: ['never-started'],
    env: [],
    user: null,
    workdir: null,
    network: 'none',
    mounts,
    memoryBytes: null,
    pids: null,
    labels: containerLabels(mark),
  }
}
