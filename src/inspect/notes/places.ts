import { integers, release } from '../columns.ts'
import { findNode } from '../final-path.ts'
import { namedNodes } from '../named-nodes.ts'
import { pathRules } from '../owners/path-rules.ts'
import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'
import { eachLiveFile } from './live-files.ts'

/** What a place holds that a running program does not need. */
export type PlaceKind = 'cache' | 'git' | 'tests'

/** Bytes that one layer brought to a place: a directory or file with all below it. */
export interface PlaceBytes {
  readonly kind: PlaceKind
  /** Such as `apt lists`, `.git`, `tests`. */
  readonly name: string
  readonly path: string
  readonly layer: number
  readonly bytes: number
}

const mostPlaces = 50

/** Places with bytes from the layers from `ownFrom` on, the most bytes first; of nested ones the outermost has all. */
export function placesOf(stacked: Stacked, ownFrom: number): PlaceBytes[] {
  const { tree, owners, layers } = stacked
  const tops = topsOf(stacked)
  if (tops.size === 0) return []
  const above = integers(owners.length)
  for (const node of tops.keys()) above[node] = node
  for (let node = 1; node < owners.length; node++) {
    above[node] = (above[tree.parent(node)] as number) || (above[node] as number)
  }
  const bytes = new Map<number, number>()
  eachLiveFile(stacked, 1, ({ node, layer, size }) => {
    const top = above[node] as number
    if (top === 0 || layer < ownFrom) return
    const key = top * layers.length + layer
    bytes.set(key, (bytes.get(key) ?? 0) + size)
  })
  release(above)
  const largest = [...bytes].sort(([, a], [, b]) => b - a).slice(0, mostPlaces)
  return largest.map(([key, sum]) => {
    const top = Math.floor(key / layers.length)
    const found = tops.get(top) as PlaceName
    return { ...found, path: textOf(tree.path(top)), layer: key % layers.length, bytes: sum }
  })
}

type PlaceName = Pick<PlaceBytes, 'kind' | 'name'>

interface Suffix extends PlaceName {
  /** Path components, the last one first. */
  readonly components: readonly string[]
}

const cacheRules = pathRules.filter(({ owner }) => owner.kind === 'cache')

const suffixes: readonly Suffix[] = [
  ...cacheRules
    .filter(({ path }) => !path.startsWith('/'))
    .map(({ path, owner }) => ({
      kind: owner.manager === 'git' ? ('git' as const) : ('cache' as const),
      name: owner.name,
      components: path.split('/').reverse(),
    })),
  ...['test', 'tests', '__tests__', 'testdata', 'test-data', 'test_data', 'fixtures', '__fixtures__'].map(
    (name) => ({ kind: 'tests' as const, name, components: [name] }),
  ),
]

/** A package's own tests come with it and are not copied by anybody. */
const packageDirectories = ['node_modules', 'site-packages', 'dist-packages', 'vendor']

function topsOf(stacked: Stacked): Map<number, PlaceName> {
  const { tree, owners } = stacked
  const found = new Map<number, PlaceName>()
  for (const { path, owner } of cacheRules.filter((rule) => rule.path.startsWith('/'))) {
    const node = findNode(stacked, path, 'follow')
    if (node > 0) found.set(node, { kind: 'cache', name: owner.name })
  }
  const nodes = namedNodes(tree)
  const matches = suffixes.flatMap(({ kind, name, components }) => {
    const ids = components.map((component) => tree.names.find(component))
    if (ids.includes(-1)) return []
    return [...nodes.named(components[0] ?? '')]
      .filter((node) => (owners[node] ?? -1) >= 0 && isAt(stacked, node, { kind, ids }))
      .map((node) => ({ node, place: { kind, name } }))
  })
  // In the order of their nodes, as of equally large ones the first is named first.
  for (const { node, place } of matches.sort((one, other) => one.node - other.node)) {
    if (!found.has(node)) found.set(node, place)
  }
  return found
}

// `ids`: the numbers of path components, the last one first.
function isAt(
  { tree }: Stacked,
  node: number,
  { kind, ids }: { readonly kind: PlaceKind; readonly ids: readonly number[] },
): boolean {
  let at = node
  for (const id of ids) {
    if (at === 0 || tree.name(at) !== id) return false
    at = tree.parent(at)
  }
  if (kind !== 'tests') return true
  const packages = packageDirectories.map((name) => tree.names.find(name))
  for (; at !== 0; at = tree.parent(at)) if (packages.includes(tree.name(at))) return false
  return true
}
