import type { ContainerSpec } from '../effects/docker/docker.ts'
import type { World } from '../effects/world.ts'

type ContainerWorld = Pick<World, 'docker' | 'cleanup'>

/** Containers that the run's cleanup removes when they were not discarded before. */
export function trackContainers(world: ContainerWorld): LiveContainers {
  const containers = new LiveContainers(world.docker)
  world.cleanup.defer('remove the containers of the probes', () => containers.removeAll())
  return containers
}

/** The containers of one stage: whatever is created is removed, however the stage ends. */
export class LiveContainers {
  readonly #containers: World['docker']['containers']
  readonly #live = new Set<string>()
  readonly #creations = new Set<Promise<string>>()
  readonly #removals = new Map<string, Promise<void>>()

  constructor(docker: Pick<World['docker'], 'containers'>) {
    this.#containers = docker.containers
  }

  /** Creates a container and returns its ID. Rejects as the engine does. */
  async create(spec: ContainerSpec): Promise<string> {
    const creation = this.#containers.create(spec)
    this.#creations.add(creation)
    try {
      const id = await creation
      this.#live.add(id)
      return id
    } finally {
      this.#creations.delete(creation)
    }
  }

  /** Starts to remove a container and does not wait for it. */
  discard(id: string): void {
    // What fails here is tried again, and told, by the cleanup.
    void Promise.allSettled([this.#remove(id)])
  }

  /** Resolves when what was discarded is gone. A removal that failed is left to the run's cleanup. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#removals.values()])
  }

  /** Removes what is left. Rejects as the engine does. */
  async removeAll(): Promise<void> {
    // One that was being created when the run was stopped is known only when the engine has answered.
    await Promise.allSettled([...this.#creations, ...this.#removals.values()])
    await Promise.all([...this.#live].map((id) => this.#remove(id)))
  }

  // Never twice at once: the engine refuses a removal that is in progress.
  #remove(id: string): Promise<void> {
    const removal = this.#removals.get(id) ?? this.#removeOnce(id).finally(() => this.#removals.delete(id))
    this.#removals.set(id, removal)
    return removal
  }

  async #removeOnce(id: string): Promise<void> {
    await this.#containers.remove(id)
    this.#live.delete(id)
  }
}
