import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'

/** What was found where a file was looked for. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'not-a-file' | 'too-large' | 'not-text' | 'unreadable' }

/** The user's checkout, for reading only. */
export interface Checkout {
  /** Absolute path of the repository root; without git the working directory. */
  readonly root: string
  /** The text of a file by its absolute path. */
  readText(path: string, maximumBytes: number): Promise<FileText>
  /** Whether an absolute path stays below the root when every link on the way is followed. */
  isInside(path: string): Promise<boolean>
}

/** The real checkout at `root`. */
export function createCheckout(root: string): Checkout {
  return {
    root,
    readText,
    async isInside(path) {
      const base = await realpath(root)
      const real = await followLinks(path)
      return real === base || real?.startsWith(base.endsWith(sep) ? base : base + sep) === true
    },
  }
}

async function readText(path: string, maximumBytes: number): Promise<FileText> {
  const file = await openFile(path)
  if (typeof file === 'string') return { kind: file }
  try {
    const stats = await file.stat()
    if (!stats.isFile()) return { kind: 'not-a-file' }
    if (stats.size > maximumBytes) return { kind: 'too-large' }
    return decode(await file.readFile())
  } finally {
    await file.close()
  }
}

/** Without O_NONBLOCK, opening a named pipe would wait for a writer. */
async function openFile(path: string): Promise<FileHandle | 'missing' | 'unreadable'> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (isMissing(error)) return 'missing'
    if (isForbidden(error)) return 'unreadable'
    throw error
  }
}

function decode(bytes: Uint8Array): FileText {
  return isUtf8(bytes) ? { kind: 'text', text: new TextDecoder().decode(bytes) } : { kind: 'not-text' }
}

/** Follows every link; of a path that is not there, those of its part that is. Null where that is not allowed or never ends. */
async function followLinks(path: string, links = 0): Promise<string | null> {
  if (links > 40) return null
  try {
    return await realpath(path)
  } catch (error) {
    if (isForbidden(error)) return null
    if (!isMissing(error)) throw error
  }
  const target = await readlink(path).catch(() => null)
  if (target !== null) return followLinks(resolve(dirname(path), target), links + 1)
  const parent = await followLinks(dirname(path), links + 1)
  return parent === null ? null : join(parent, basename(path))
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')
}

/** No permission, links in a circle, or a device and no file (a socket). */
function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'ELOOP', 'ENXIO'].some((code) => hasCode(error, code))
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}
