import { posix } from 'node:path'
import type { FileTable } from '../inspect/image.ts'
import type { Cause } from './refusal.ts'

/** Where a checkout goes: the real directory, and those above it that the image lacks, top first. */
export interface CheckoutPlace {
  readonly directory: string
  readonly missingParents: readonly string[]
}

/**
 * The place of a checkout in an image, links followed inside it, so that no directory or link of the image
 * is replaced. A file in the way, a link to nothing and the root directory are causes.
 */
export function placeCheckout(path: string, files: FileTable): CheckoutPlace | Cause {
  const parts = posix.normalize(path).split('/').filter(Boolean)
  if (!path.startsWith('/') || parts.length === 0) {
    return blocked(`checkout: ${path} is no absolute path of a directory below the root`)
  }
  let directory = ''
  const missing: string[] = []
  for (const part of parts) {
    const next = `${directory}/${part}`
    const there = missing.length > 0 ? null : files.resolve(next)
    if (there && there.type !== 'directory') return blocked(`checkout: ${next} is a file in the image`)
    if (!there && missing.length === 0 && files.find(next)) {
      return blocked(`checkout: ${next} is a link to nothing in the image`)
    }
    directory = there ? there.path : next
    if (!there) missing.push(directory)
  }
  return { directory, missingParents: missing.slice(0, -1) }
}

function blocked(detail: string): Cause {
  return { outcome: 'mount_error', detail }
}
