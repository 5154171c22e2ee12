import { integers, release } from '../columns.ts'
import { findNode } from '../final-path.ts'
import { type LayerTable, sizeOf } from '../layer-table.ts'
import { namedNodes } from '../named-nodes.ts'
import { pathRules } from '../owners/path-rules.ts'
import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'

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

/**
 * Places with bytes of `files` (see `LiveFiles.all`) from the layers from `ownFrom` on, the most bytes first; of nested
 * ones the outermost has all.
 */
export function placesOf(stacked: Stacked, files: Int32Array, ownFrom: number): PlaceBytes[] {
  const { tree, owners, entries, layers } = stacked
  const tops = topsOf(stacked)
  if (tops.size === 0) return []
  const above = outermost(stacked, tops.keys())
  const bytes = new Map<number, number>()
  for (let at = 0, { length } = files; at < length; at++) {
    const node = files[at] as number
    const top = above[node] as number
    if (top === 0) continue
    const layer = owners[node] as number
    if (layer < ownFrom) continue
    const key = top * layers.length + layer
    const size = sizeOf(layers[layer] as LayerTable, entries[node] as number)
    bytes.set(key, (bytes.get(key) ?? 0) + size)
  }
  release(above)
  const largest = [...bytes].sort(([, a], [, b]) => b - a).slice(0, mostPlaces)
  return largest.map(([key, sum]) => {
    const top = Math.floor(key / layers.length)
    const found = tops.get(top) as PlaceName
    return { ...found, path: textOf(tree.path(top)), layer: key % layers.length, bytes: sum }
  })
}

// By node the outermost of `tops` that it is at or below; 0 for none.
function outermost({ tree: { parents }, owners }: Stacked, tops: Iterable<number>): Int32Array {
  const above = integers(owners.length)
  let first = owners.length
  for (const node of tops) {
    above[node] = node
    first = Math.min(first, node)
  }
  for (let node = first, { length } = owners; node < length; node++) {
    const outer = above[parents[node] as number] as number
    if (outer !== 0) above[node] = outer
  }
  return above
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
  const packages = packageDirectories.map((name) => tree.names.find(name))
  const matches = suffixes.flatMap(({ kind, name, components }) => {
    const ids = components.map((component) => tree.names.find(component))
    if (ids.includes(-1)) return []
    return [...nodes.named(components[0] ?? '')]
      .filter(
        (node) =>
          (owners[node] ?? -1) >= 0 &&
          isAt(stacked, node, ids) &&
          !(kind === 'tests' && isInPackage(stacked, node, packages)),
      )
      .map((node) => ({ node, place: { kind, name } }))
  })
  // In the order of their nodes, as of equally large ones the first is named first.
  for (const { node, place } of matches.sort((one, other) => one.node - other.node)) {
    if (!found.has(node)) found.set(node, place)
  }
  return found
}

// `ids`: the numbers of path components, the last one first.
function isAt({ tree }: Stacked, node: number, ids: readonly number[]): boolean {
  let at = node
  for (const id of ids) {
    if (at === 0 || tree.name(at) !== id) return false
    at = tree.parent(at)
  }
  return true
}

// `packages`: the numbers of names of directories.
function isInPackage({ tree }: Stacked, node: number, packages: readonly number[]): boolean {
  for (let at = tree.parent(node); at !== 0; at = tree.parent(at)) {
    if (packages.includes(tree.name(at))) return true
  }
  return false
}
