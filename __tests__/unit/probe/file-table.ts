import { posix } from 'node:path'
import type { FileEntry, FileTable } from '../../../src/inspect/image.ts'

/** A file in short: a mode for a regular file, a string for a link's target, null for a directory. */
export type ShortEntry = number | string | null

/** A file table of literal paths; every directory above them is in it. */
export function fileTable(short: Readonly<Record<string, ShortEntry>>): FileTable {
  const entries = new Map<string, FileEntry>()
  for (const [path, entry] of Object.entries(short)) {
    for (let parent = posix.dirname(path); parent !== '/'; parent = posix.dirname(parent)) {
      if (!entries.has(parent)) entries.set(parent, toEntry(parent, null))
    }
    entries.set(path, toEntry(path, entry))
  }
  const resolve = (path: string, budget = 40): FileEntry | null => {
    let current = toEntry('/', null)
    for (const part of path.split('/').filter(Boolean)) {
      const next = entries.get(posix.join(current.path, part))
      if (!next || budget <= 0) return null
      const target = next.linkTarget
      const found = target === null ? next : resolve(posix.resolve(current.path, target), budget - 1)
      if (!found) return null
      current = found
    }
    return current
  }
  return {
    count: entries.size,
    find: (path) => entries.get(path) ?? null,
    named: (matches) => [...entries.values()].filter(({ path }) => matches(posix.basename(path))),
    resolve: (path) => resolve(path),
  }
}

function toEntry(path: string, short: ShortEntry): FileEntry {
  const type = short === null ? 'directory' : typeof short === 'string' ? 'symlink' : 'file'
  return {
    path,
    type,
    size: 1,
    mode: typeof short === 'number' ? short : 0o755,
    linkTarget: typeof short === 'string' ? short : null,
    layer: 0,
  }
}
