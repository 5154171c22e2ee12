import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import type { ProbeMount } from '../config/config.ts'
import type { ContainerMount } from '../effects/docker/docker.ts'
import { fileErrorCode } from './file-error.ts'
import type { Cause } from './refusal.ts'

/**
 * The bind mounts of a probe with absolute sources. `root` is the tree that they are relative to. A source
 * that does not exist or leads out of the tree, links followed, is a cause.
 */
export async function resolveMounts(
  mounts: readonly ProbeMount[],
  root: string,
): Promise<{ readonly mounts: readonly ContainerMount[] } | Cause> {
  const resolved: ContainerMount[] = []
  for (const { source, target, readOnly } of mounts) {
    const real = await realPath(resolve(root, source))
    if (real === null) return refuse(`mount: ${source} does not exist in the tree`)
    if (!isInside(real, await realpath(root))) return refuse(`mount: ${source} leads out of the tree`)
    resolved.push({ type: 'bind', source: real, target, readOnly })
  }
  return { mounts: resolved }
}

async function realPath(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(fileErrorCode(error) ?? '')) return null
    throw error
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith('../'))
}

function refuse(detail: string): Cause {
  return { outcome: 'mount_error', detail }
}
