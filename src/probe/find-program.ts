import type { FileEntry, FileTable } from '../inspect/image.ts'
import type { PathMatch } from './result.ts'
import type { IsSearched } from './search-paths.ts'

/** A file whose first bytes decide whether it is a program. `real` is where its contents are. */
export interface Undecided {
  readonly match: PathMatch
  readonly real: string
}

/** What an image's file table alone says of a program name. */
export interface ProgramSearch {
  readonly matches: readonly PathMatch[]
  readonly nearMisses: readonly PathMatch[]
  readonly undecided: readonly Undecided[]
}

/**
 * Looks for a program in the final file system of an image. A match is any file of a covered name where
 * programs are started from, and elsewhere a regular file with an execute bit or a link to one (an applet of
 * busybox is such a link). A regular file without it is a program if its contents are (`undecided`).
 * Directories, devices and broken links elsewhere are near misses.
 */
export function findProgram(
  covered: (name: string) => boolean,
  files: FileTable,
  isSearched: IsSearched,
): ProgramSearch {
  const search = {
    matches: [] as PathMatch[],
    nearMisses: [] as PathMatch[],
    undecided: [] as Undecided[],
  }
  for (const entry of files.named(covered)) {
    const target = entry.type === 'symlink' ? files.resolve(entry.path) : entry
    const match: PathMatch = { path: entry.path, type: describe(entry, target), owner: null }
    if (target?.type === 'directory') search.nearMisses.push(match)
    else if (isSearched(entry.path)) search.matches.push(match)
    else if (target?.type !== 'file') search.nearMisses.push(match)
    else if ((target.mode & anyExecuteBit) !== 0) search.matches.push(match)
    else search.undecided.push({ match, real: target.path })
  }
  return search
}

/** Settles what is undecided with the first bytes of the files, by their real path. A path without bytes stays open. */
export function settleProgram(
  search: ProgramSearch,
  heads: ReadonlyMap<string, Buffer>,
): { matches: PathMatch[]; nearMisses: PathMatch[]; open: PathMatch[] } {
  const settled = {
    matches: [...search.matches],
    nearMisses: [...search.nearMisses],
    open: [] as PathMatch[],
  }
  for (const { match, real } of search.undecided) {
    const head = heads.get(real)
    if (!head) settled.open.push(match)
    else if (isProgram(head)) settled.matches.push(match)
    else settled.nearMisses.push(match)
  }
  return settled
}

const anyExecuteBit = 0o111

// The magic number of ELF, and the line that names a script's interpreter.
function isProgram(head: Buffer): boolean {
  return head.subarray(0, 4).equals(elfMagic) || head.subarray(0, 2).toString('latin1') === '#!'
}

const elfMagic = Buffer.from('\x7fELF', 'latin1')

function describe(entry: FileEntry, target: FileEntry | null): string {
  if (entry.type === 'file')
    return (entry.mode & anyExecuteBit) === 0 ? 'file without execute bit' : 'executable file'
  if (entry.type !== 'symlink') return entry.type
  return target ? `link to ${target.path}` : `broken link to ${entry.linkTarget ?? 'nothing'}`
}
