/**
 * In: dpkg's `diversions`, three lines each: the path, where it was diverted to, and the package that diverts
 * (`:` for the administrator). Out: where the file that a package ships at a path lies: diverted, unless the
 * package is the one that diverts (dpkg-divert(1)).
 */
export function parseDiversions(text: string): (path: string, packageName: string) => string {
  const lines = text.split('\n')
  const diversions = new Map<string, { readonly to: string; readonly by: string }>()
  for (let at = 0; at + 2 < lines.length; at += 3) {
    diversions.set(lines[at] ?? '', { to: lines[at + 1] ?? '', by: lines[at + 2] ?? '' })
  }
  return (path, packageName) => {
    const diversion = diversions.get(path)
    return diversion && diversion.by !== packageName ? diversion.to : path
  }
}
