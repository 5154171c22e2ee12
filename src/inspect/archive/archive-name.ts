import { posix } from 'node:path'

/** The name of a file in an archive, without `./` or `/` in front: a tar made of a directory has them. */
export function archiveName(written: string): string {
  return posix.normalize(`/${written}`).slice(1)
}

/** Where a link in an archive leads: a symbolic one from its own directory, a hard one from the top. */
export function linkedName(name: string, target: string, type: 'symlink' | 'hardlink'): string {
  return archiveName(type === 'symlink' ? posix.join('/', posix.dirname(name), target) : target)
}

/** Follows links to the name of what they stand for. A chain of links that does not end is cut: nothing has that name. */
export function followLinks(name: string, links: ReadonlyMap<string, string>): string {
  let at = name
  for (let hops = 0; hops < mostHops; hops++) {
    const next = links.get(at)
    if (next === undefined) return at
    at = next
  }
  return ''
}

const mostHops = 40
