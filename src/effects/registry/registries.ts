import type { ImageReference } from '../../config/values/image-reference.ts'
import { createRegistry, type Registry, type RegistryWorld } from './registry.ts'

/** The clients of a run: one for each reference, so that what a tag points at is asked once, whoever needs it. */
export function createRegistries(world: RegistryWorld): (reference: ImageReference) => Registry {
  const clients = new Map<string, Registry>()
  return (reference) => {
    const { repository, tag, digest } = reference
    const key = `${repository}:${tag ?? ''}@${digest ?? ''}`
    const client = clients.get(key) ?? createRegistry(reference, world)
    clients.set(key, client)
    return client
  }
}
