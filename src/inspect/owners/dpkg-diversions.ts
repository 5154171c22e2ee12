/** Where files lie that packages ship at another place. */
export interface Diversions {
  /** The directories of the paths that are diverted. */
  readonly directories: ReadonlySet<string>
  /** Where the file lies that a package ships at a path: diverted, unless the package is the one that diverts. */
  divert(path: string, packageName: string): string
}

/**
 * In: dpkg's `diversions`, three lines each: the path, where it was diverted to, and the package that diverts
 * (`:` for the administrator); see dpkg-divert(1).
 */
export function parseDiversions(text: string): Diversions {
  const lines = text.split('\n')
  const diversions = new Map<string, { readonly to: string; readonly by: string }>()
  for (let at = 0; at + 2 < lines.length; at += 3) {
    diversions.set(lines[at] ?? '', { to: lines[at + 1] ?? '', by: lines[at + 2] ?? '' })
  }
  return {
    directories: new Set([...diversions.keys()].map((path) => path.slice(0, path.lastIndexOf('/')))),
    divert(path, packageName) {
      const diversion = diversions.get(path)
      return diversion && diversion.by !== packageName ? diversion.to : path
    },
  }
}
