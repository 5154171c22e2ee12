import type { Claims } from './claims.ts'
import { eachListed, type PathList } from './each-listed.ts'
import type { FindPaths } from './find-paths.ts'
import type { PlacedLists } from './placed-lists.ts'

/**
 * Claims every path of a list that the image has. A directory of the list that is something else in the image, such as
 * a link, is not the package's, only what lies below it.
 */
export function claimList(
  list: PathList,
  { paths, lists }: { readonly paths: FindPaths; readonly lists: PlacedLists },
  claims: Claims,
  { owner, power }: { readonly owner: number; readonly power: number },
): void {
  const placed = hasMoved(list) ? null : lists.place(list.text, claims.stacked)
  if (placed) claims.claimEach(lists.nodes, placed.from, placed.to, owner, power)
  else claimByName(list, paths, (node) => claims.claim(node, owner, power))
}

// Files that others divert are few, and so are the lists that name one.
function hasMoved({ text, moved }: PathList): boolean {
  for (const [directory, names] of moved) {
    for (const name of names.keys()) if (hasLine(text, `${directory}/${name}`)) return true
  }
  return false
}

function hasLine(text: string, line: string): boolean {
  const isEdge = (at: number): boolean => at < 0 || at >= text.length || text[at] === '\n'
  let at = text.indexOf(line)
  while (at >= 0 && !(isEdge(at - 1) && isEdge(at + line.length))) at = text.indexOf(line, at + 1)
  return at >= 0
}

function claimByName({ text, moved }: PathList, paths: FindPaths, claim: (node: number) => void): void {
  const passed = new Set<number>()
  eachListed(text, {
    directory: (path) => {
      passed.add(paths.notDirectory(path))
      return false
    },
    name: () => {},
  })
  let place = -1
  let elsewhere: ReadonlyMap<string, string> | undefined
  eachListed(text, {
    directory(path) {
      place = paths.directory(path)
      elsewhere = moved.get(path)
      return true
    },
    name(name) {
      const to = elsewhere?.get(name)
      const node = to === undefined ? paths.inside(place, name) : paths.path(to)
      if (node >= 0 && !passed.has(node)) claim(node)
    },
  })
}
