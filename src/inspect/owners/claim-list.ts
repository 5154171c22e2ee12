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
  { tree, owners }: Stacked,
  claim: (node: number) => void,
): void {
  const directories = lists.directories(list.text, paths)
  const passed = notDirectories(directories, paths)
  const claimOwn = (node: number): void => {
    if (node >= 0 && (owners[node] ?? -1) >= 0 && !passed?.has(node)) claim(node)
  }
  const moved = movedNodes(directories, list, paths, (place, name) => tree.find(place, name))
  if (moved === 'not known') claimByName(list, paths, claimOwn)
  else {
    for (const { from, to } of directories) {
      for (let at = from; at < to; at++) {
        const node = lists.node(at)
        claimOwn(moved?.get(node) ?? node)
      }
    }
  }
}

function notDirectories(
  directories: readonly PlacedDirectory[],
  paths: FindPaths,
): ReadonlySet<number> | null {
  let found: Set<number> | null = null
  for (const { path } of directories) {
    const node = paths.notDirectory(path)
    if (node >= 0) found = (found ?? new Set()).add(node)
  }
  return found
}

// By node, that of where its file lies instead (−1 for nowhere); not known where no layer has the node.
function movedNodes(
  directories: readonly PlacedDirectory[],
  { moved }: PathList,
  paths: FindPaths,
  find: (place: number, name: string) => number,
): ReadonlyMap<number, number> | null | 'not known' {
  let found: Map<number, number> | null = null
  for (const { path, place } of moved.size === 0 ? [] : directories) {
    for (const [name, to] of moved.get(path) ?? []) {
      const [node, other] = [find(place, name), paths.path(to)]
      if (node < 0 && other >= 0) return 'not known'
      found = (found ?? new Map()).set(node, other)
    }
  }
  found?.delete(-1)
  return found
}

function claimByName({ text, moved }: PathList, paths: FindPaths, claim: (node: number) => void): void {
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
