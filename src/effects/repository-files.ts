import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { codeOf, ifThere } from '../system-error.ts'

/** What was found where a file was looked for. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'not-a-file' | 'too-large' | 'not-text' | 'unreadable' }

/** The files of the repository that a run is started in, for reading only. */
export interface RepositoryFiles {
  /** Absolute path of the repository root; without git the working directory. */
  readonly root: string
  /** The text of a file by its absolute path. */
  readText(path: string, maximumBytes: number): Promise<FileText>
  /** Whether an absolute path stays below the root when every link on the way is followed. */
  isInside(path: string): Promise<boolean>
}

/** The files below `root`. */
export function createRepositoryFiles(root: string): RepositoryFiles {
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
    return (await ifThere(open(path, constants.O_RDONLY | constants.O_NONBLOCK))) ?? 'missing'
  } catch (error) {
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
    const real = await ifThere(realpath(path))
    if (real !== null) return real
  } catch (error) {
    if (isForbidden(error)) return null
    throw error
  }
  const target = await linkTarget(path)
  if (target !== null) return followLinks(resolve(dirname(path), target), links + 1)
  const parent = await followLinks(dirname(path), links + 1)
  return parent === null ? null : join(parent, basename(path))
}

/** Null for what is no link (EINVAL), or not there. */
async function linkTarget(path: string): Promise<string | null> {
  try {
    return await ifThere(readlink(path))
  } catch (error) {
    if (codeOf(error) === 'EINVAL') return null
    throw error
  }
}

/** No permission, links in a circle, or a device and no file (a socket). */
function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'ELOOP', 'ENXIO'].includes(codeOf(error) ?? '')
}
