import { kind, kindOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { eachListed, type PathList } from './each-listed.ts'
import type { FindPaths } from './find-paths.ts'

/**
 * Calls `claim` for the node of every path of a list that the image has. A directory of the list that is something
 * else in the image, such as a link, is not the package's, only what lies below it.
 */
export function claimList(
  { text, moved }: PathList,
  paths: FindPaths,
  stacked: Stacked,
  claim: (node: number) => void,
): void {
  const nodes: number[] = []
  const passed = new Set<number>()
  let place = -1
  let elsewhere: ReadonlyMap<string, string> | undefined
  eachListed(text, {
    directory(path) {
      place = paths.directory(path)
      elsewhere = moved.get(path)
      const own = path === '' ? -1 : paths.path(path)
      if (own >= 0 && !isDirectory(stacked, own)) passed.add(own)
    },
    name(name) {
      const to = elsewhere?.get(name)
      const node = to === undefined ? paths.inside(place, name) : paths.path(to)
      if (node >= 0) nodes.push(node)
    },
  })
  for (const node of nodes) if (!passed.has(node)) claim(node)
}

function isDirectory({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] ?? -1]
  const what = layer && kindOf(layer, entries[node] as number)
  return what === kind.directory || what === kind.impliedDirectory
}
