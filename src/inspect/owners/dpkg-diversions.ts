import type { PathList } from './each-listed.ts'

/**
 * In: dpkg's `diversions`, three lines each: the path, where it was diverted to, and the package that diverts
 * (`:` for the administrator). Out: where the files of a package's list lie that others divert (dpkg-divert(1)).
 */
export function parseDiversions(text: string): (packageName: string) => PathList['moved'] {
  const lines = text.split('\n')
  const diversions = new Map<string, Diversion>()
  for (let at = 0; at + 2 < lines.length; at += 3) {
    diversions.set(lines[at] ?? '', { to: lines[at + 1] ?? '', by: lines[at + 2] ?? '' })
  }
  const all = byDirectory(diversions, () => true)
  const diverting = new Set([...diversions.values()].map(({ by }) => by))
  // Few packages divert anything.
  return (packageName) =>
    diverting.has(packageName) ? byDirectory(diversions, ({ by }) => by !== packageName) : all
}

interface Diversion {
  readonly to: string
  readonly by: string
}

function byDirectory(
  diversions: ReadonlyMap<string, Diversion>,
  counts: (diversion: Diversion) => boolean,
): PathList['moved'] {
  const moved = new Map<string, Map<string, string>>()
  for (const [path, diversion] of diversions) {
    if (!counts(diversion)) continue
    const slash = path.lastIndexOf('/')
    const directory = path.slice(0, slash)
    const inside = moved.get(directory) ?? new Map<string, string>()
    moved.set(directory, inside.set(path.slice(slash + 1), diversion.to))
  }
  return moved
}
