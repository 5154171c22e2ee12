import type { Docker } from '../effects/docker/docker.ts'

/**
 * The same engine, whose containers are removed while other work goes on: `remove` resolves at once. The first one
 * waits until another is to be removed too: the next one is created meanwhile, which takes an engine that removes
 * three times as long. `idle` begins with what waits if no container is in use or on its way: to be called where none
 * may come. `removed` resolves when all of them are gone and rejects with what the first removal failed with.
 */
export function removingLater(docker: Docker): {
  readonly docker: Docker
  idle(): void
  removed(): Promise<void>
} {
  const removals: Promise<void>[] = []
  let used = 0
  let waiting: string[] | null = []
  const begin = (id: string): void => {
    const removal = docker.containers.remove(id)
    // Reported by `removed`.
    removal.catch(() => {})
    removals.push(removal)
  }
  const beginAll = (): void => {
    for (const id of waiting ?? []) begin(id)
    waiting = null
  }
  return {
    docker: {
      ...docker,
      containers: {
        ...docker.containers,
        async create(spec) {
          used++
          return docker.containers.create(spec).catch((error: unknown) => {
            used--
            throw error
          })
        },
        async remove(id) {
          used--
          if (waiting?.length === 0) waiting.push(id)
          else {
            beginAll()
            begin(id)
          }
        },
      },
    },
    idle() {
      if (used === 0) beginAll()
    },
    async removed() {
      beginAll()
      await Promise.allSettled(removals)
      await Promise.all(removals)
    },
  }
}
