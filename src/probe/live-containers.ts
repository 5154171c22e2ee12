import type { ContainerSpec } from '../effects/docker/docker.ts'
import type { World } from '../effects/world.ts'

/** The containers of one stage: whatever is created is removed, however the stage ends. */
export interface LiveContainers {
  /** Creates a container and returns its ID. Rejects as the engine does. */
  create(spec: ContainerSpec): Promise<string>
  /** Starts to remove a container and does not wait for it. */
  discard(id: string): void
  /** Resolves when what was discarded is gone. A removal that failed is left to the run's cleanup. */
  settled(): Promise<void>
}

/** Containers that the run's cleanup removes when they were not discarded before. */
export function trackContainers(world: Pick<World, 'docker' | 'cleanup'>): LiveContainers {
  const { containers } = world.docker
  const live = new Set<string>()
  const creations = new Set<Promise<string>>()
  const removals = new Map<string, Promise<void>>()
  // Never twice at once: the engine refuses a removal that is in progress.
  const remove = (id: string): Promise<void> => {
    const removal = removals.get(id) ?? removeOnce(id).finally(() => removals.delete(id))
    removals.set(id, removal)
    return removal
  }
  const removeOnce = async (id: string): Promise<void> => {
    await containers.remove(id)
    live.delete(id)
  }
  world.cleanup.defer('remove the containers of the probes', async () => {
    // One that was being created when the run was stopped is known only when the engine has answered.
    await Promise.allSettled([...creations, ...removals.values()])
    await Promise.all([...live].map(remove))
  })
  return {
    async create(spec) {
      const creation = containers.create(spec)
      creations.add(creation)
      try {
        const id = await creation
        live.add(id)
        return id
      } finally {
        creations.delete(creation)
      }
    },
    discard(id) {
      // What fails here is tried again, and told, by the cleanup.
      void Promise.allSettled([remove(id)])
    },
    async settled() {
      await Promise.allSettled([...removals.values()])
    },
  }
}
