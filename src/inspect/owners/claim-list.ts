import { kind, kindOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { eachListed, type PathList } from './each-listed.ts'
import type { FindPaths } from './find-paths.ts'
import type { PlacedDirectory, PlacedLists } from './placed-lists.ts'

/**
 * Calls `claim` for the node of every path of a list that the image has. A directory of the list that is something
 * else in the image, such as a link, is not the package's, only what lies below it.
 */
export function claimList(
  list: PathList,
  { paths, lists }: { readonly paths: FindPaths; readonly lists: PlacedLists },
  stacked: Stacked,
  claim: (node: number) => void,
): void {
  const directories = lists.directories(list.text, paths)
  const passed = otherThanDirectories(directories, paths, stacked)
  const claimOwn = (node: number): void => {
    if (node >= 0 && (stacked.owners[node] ?? -1) >= 0 && !passed.has(node)) claim(node)
  }
  if (directories.some(({ path }) => list.moved.has(path))) {
    claimMoved(list, paths, claimOwn)
    return
  }
  for (const { from, to } of directories) for (let at = from; at < to; at++) claimOwn(lists.node(at))
}

function otherThanDirectories(
  directories: readonly PlacedDirectory[],
  paths: FindPaths,
  { layers, owners, entries }: Stacked,
): ReadonlySet<number> {
  const found = new Set<number>()
  for (const { path } of directories) {
    const node = path === '' ? -1 : paths.path(path)
    const layer = layers[owners[node] ?? -1]
    const what = layer && kindOf(layer, entries[node] as number)
    if (what && what !== kind.directory && what !== kind.impliedDirectory) found.add(node)
  }
  return found
}

function claimMoved({ text, moved }: PathList, paths: FindPaths, claim: (node: number) => void): void {
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
      claim(to === undefined ? paths.inside(place, name) : paths.path(to))
    },
  })
}
