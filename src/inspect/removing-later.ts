import type { Docker } from '../effects/docker/docker.ts'

/**
 * The same engine, whose containers are removed while other work goes on: `remove` resolves at once. The first one
 * waits until another is to be removed too: the next one is created meanwhile, which takes an engine that removes
 * three times as long. `removed` resolves when all of them are gone and rejects with what the first removal failed
 * with.
 */
export function removingLater(docker: Docker): { readonly docker: Docker; removed(): Promise<void> } {
  const removals: Promise<void>[] = []
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
        async remove(id) {
          if (waiting?.length === 0) waiting.push(id)
          else {
            beginAll()
            begin(id)
          }
        },
      },
    },
    async removed() {
      beginAll()
      await Promise.allSettled(removals)
      await Promise.all(removals)
    },
  }
}
