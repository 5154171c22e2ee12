import type { Containers } from '../effects/docker/docker.ts'
import type { CheckoutPlace } from './checkout-place.ts'
import { needsAccounts, type Owner, resolveOwner } from './container-user.ts'
import { refusalOf } from './engine-refusal.ts'
import { packTree } from './pack-tree.ts'
import { readArchivedFile } from './read-file.ts'
import type { Cause } from './refusal.ts'

/** `tree`: an absolute path on this machine; `ignored`: what of it is not copied; `user` as Docker takes it. */
export interface CheckoutRequest {
  readonly tree: string
  readonly ignored: readonly string[]
  readonly place: CheckoutPlace
  readonly user: string
}

/**
 * Puts a throw-away copy of a tree into a created container, owned by the user that will run there. Returns
 * the cause when it could not be copied whole. Rejects as the engine does.
 */
export async function putCheckout(
  id: string,
  request: CheckoutRequest,
  containers: Containers,
): Promise<Cause | null> {
  const owner = await ownerOf(id, request.user, containers)
  const { tar, finished } = packTree(request.tree, request.ignored, request.place, owner)
  await containers.putArchive(id, '/', tar)
  const [problem, ...others] = await finished
  if (problem === undefined) return null
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return { outcome: 'mount_error', detail: `checkout: the tree could not be copied: ${problem}${more}` }
}

async function ownerOf(id: string, user: string, containers: Containers): Promise<Owner | null> {
  if (!needsAccounts(user)) return resolveOwner(user, '', '')
  const passwd = await readAccounts(id, '/etc/passwd', containers)
  return resolveOwner(user, passwd, await readAccounts(id, '/etc/group', containers))
}

const accountsLimit = 1024 * 1024

async function readAccounts(id: string, path: string, containers: Containers): Promise<string> {
  try {
    const file = await readArchivedFile(await containers.getArchive(id, path), accountsLimit)
    return file?.toString('utf8') ?? ''
  } catch (error) {
    // An image need not have the file; then only numbers can be resolved.
    if (refusalOf(error).status === 404) return ''
    throw error
  }
}
