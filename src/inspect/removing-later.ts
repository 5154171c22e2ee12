import type { Docker } from '../effects/docker/docker.ts'

/**
 * The same engine, whose containers are removed while other work goes on: `remove` resolves at once. `removed`
 * resolves when all of them are gone and rejects with what the first removal failed with.
 */
export function removingLater(docker: Docker): { readonly docker: Docker; removed(): Promise<void> } {
  const removals: Promise<void>[] = []
  const remove = async (id: string): Promise<void> => {
    const removal = docker.containers.remove(id)
    // Reported by `removed`.
    removal.catch(() => {})
    removals.push(removal)
  }
  return {
    docker: { ...docker, containers: { ...docker.containers, remove } },
    async removed() {
      await Promise.allSettled(removals)
      await Promise.all(removals)
    },
  }
}
