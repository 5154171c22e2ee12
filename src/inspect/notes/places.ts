import { findNode } from '../final-path.ts'
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
  const above = new Int32Array(owners.length)
  for (let node = 1; node < owners.length; node++) {
    above[node] = (above[tree.parent(node)] as number) || (tops.has(node) ? node : 0)
  }
  const bytes = new Map<number, number>()
  eachLiveFile(stacked, 1, ({ node, layer, size }) => {
    const top = above[node] as number
    if (top === 0 || layer < ownFrom) return
    const key = top * layers.length + layer
    bytes.set(key, (bytes.get(key) ?? 0) + size)
  })
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
  const byName = new Map(suffixes.map((one) => [tree.names.find(one.components[0] ?? ''), [] as Suffix[]]))
  for (const one of suffixes) byName.get(tree.names.find(one.components[0] ?? ''))?.push(one)
  byName.delete(-1)
  for (let node = 1; node < owners.length; node++) {
    if ((owners[node] as number) < 0) continue
    const match = byName.get(tree.name(node))?.find((suffix) => isAt(stacked, node, suffix))
    if (match && !found.has(node)) found.set(node, { kind: match.kind, name: match.name })
  }
  return found
}

function isAt({ tree }: Stacked, node: number, { kind, components }: Suffix): boolean {
  let at = node
  for (const component of components) {
    if (at === 0 || tree.name(at) !== tree.names.find(component)) return false
    at = tree.parent(at)
  }
  if (kind !== 'tests') return true
  for (; at !== 0; at = tree.parent(at)) {
    if (packageDirectories.includes(tree.names.text(tree.name(at)))) return false
  }
  return true
}
