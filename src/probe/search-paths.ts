import type { FileTable, RunConfig } from '../inspect/image.ts'

/** What Docker sets when neither the image nor the command does. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** True for a path whose directory is one that programs are started from. */
export type IsSearched = (path: string) => boolean

/**
 * The directories that programs are started from: those of the image's PATH (and of `probePath` when a probe
 * sets its own), and every `bin` and `sbin`, links to directories followed inside the image.
 */
export function searchedDirectories(files: FileTable, run: RunConfig, probePath: string | null): IsSearched {
  const imagePath = run.env.findLast((line) => line.startsWith('PATH='))?.slice('PATH='.length)
  const written = [imagePath ?? defaultPath, probePath ?? '']
    .flatMap((path) => path.split(':'))
    .filter((path) => path.startsWith('/'))
    .map((path) => path.replace(/\/+$/, '') || '/')
  const links = files.named(isBin).flatMap(({ type, path }) => (type === 'symlink' ? [path] : []))
  const directories = new Set(written)
  for (const path of [...written, ...links]) {
    const resolved = files.resolve(path)
    if (resolved?.type === 'directory') directories.add(resolved.path)
  }
  return (path) => {
    const directory = path.slice(0, path.lastIndexOf('/')) || '/'
    return directories.has(directory) || isBin(directory.slice(directory.lastIndexOf('/') + 1))
  }
}

function isBin(name: string): boolean {
  return name === 'bin' || name === 'sbin'
}
