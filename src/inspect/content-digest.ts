import { integers, release } from './columns.ts'
import { kind, kindOf, type LayerTable } from './layer-table.ts'
import { type PathTree, root } from './path-tree.ts'
import { specialEntries } from './special-entries.ts'

/**
 * A digest of what each layer brings, by diffID: equal for layers with the same paths, kinds, sizes, permission
 * bits, contents, link targets, hard links and whiteouts, whatever their order in the tar and their times. Owners and
 * extended attributes are not part of it. It names the kind of checksum, so that layers that were read in different
 * ways are never taken for equal. No proof against forgery, as the checksums are none.
 */
export function contentDigests(
  layers: ReadonlyMap<string, LayerTable>,
  tree: PathTree,
): ReadonlyMap<string, string> {
  const one = sumsOf(layers, tree, 0x9747b28c, 0x2545f491)
  const other = sumsOf(layers, tree, 0x5bd1e995, 0x6c8e9cf5)
  return new Map(
    [...layers].map(([diffId, layer]) => [
      diffId,
      digestOf(layer, one.get(diffId) ?? 0, other.get(diffId) ?? 0),
    ]),
  )
}

// One seed after the other, so that only one hash of each path is in memory.
function sumsOf(
  layers: ReadonlyMap<string, LayerTable>,
  tree: PathTree,
  pathSeed: number,
  seed: number,
): ReadonlyMap<string, number> {
  const paths = integers(tree.count)
  const known = new Uint8Array(tree.count)
  known[root] = 1
  const sums = new Map<string, number>()
  for (const [diffId, layer] of layers) {
    hashPaths(layer, tree, { paths, known }, pathSeed)
    const groups = specialEntries(layer).links.length > 0 ? integers(layer.length) : null
    if (groups !== null) groupLinks(layer, paths, groups)
    sums.set(diffId, sumOf(layer, tree, { paths, groups }, seed))
    if (groups !== null) release(groups)
  }
  release(paths)
  release(known)
  return sums
}

// These loops end their functions, so that the engine need not leave what it compiled for them.

// Of all that a layer names and links to, and of the directories above.
function hashPaths(layer: LayerTable, tree: PathTree, hashes: PathHashes, seed: number): void {
  for (const entry of specialEntries(layer).marks) {
    if (kindOf(layer, entry) === kind.outerLink) {
      hashPath(layer.targets[layer.inodes[entry] as number] as number, tree, hashes, seed)
    }
  }
  const { length, paths: nodes } = layer
  for (let entry = 0; entry < length; entry++) {
    const node = nodes[entry] as number
    if (node >= 0) hashPath(node, tree, hashes, seed)
  }
}

interface PathHashes {
  readonly paths: Int32Array
  /** By node, 1 where its hash is known. */
  readonly known: Uint8Array
}

function hashPath(node: number, tree: PathTree, hashes: PathHashes, seed: number): void {
  const { paths, known } = hashes
  if (known[node] !== 0) return
  const parent = tree.parent(node)
  if (known[parent] === 0) hashAbove(parent, tree, hashes, seed)
  paths[node] = mixed((paths[parent] as number) ^ seed, tree.names.hash(tree.name(node), seed))
  known[node] = 1
}

// Not by recursion: nobody says how deep directories are.
function hashAbove(node: number, tree: PathTree, hashes: PathHashes, seed: number): void {
  const open: number[] = []
  for (let at = node; hashes.known[at] === 0; at = tree.parent(at)) open.push(at)
  for (const at of open.reverse()) hashPath(at, tree, hashes, seed)
}

function digestOf(layer: LayerTable, one: number, other: number): string {
  const hex = [one, other].map((sum) => (sum >>> 0).toString(16).padStart(8, '0'))
  return `${layer.checksumKind}:${namedCount(layer)}:${layer.size}:${hex.join('')}`
}

function namedCount({ length, paths }: LayerTable): number {
  let count = 0
  for (let entry = 0; entry < length; entry++) if ((paths[entry] as number) >= 0) count++
  return count
}

// A sum of the entries' hashes does not depend on their order. `groups`: null where every inode has one name.
function sumOf(
  layer: LayerTable,
  tree: PathTree,
  { paths, groups }: { readonly paths: Int32Array; readonly groups: Int32Array | null },
  seed: number,
): number {
  const { length, paths: nodes, inodes, sizes, attributes, checksums } = layer
  let sum = 0
  for (let entry = 0; entry < length; entry++) {
    const node = nodes[entry] as number
    if (node < 0) continue
    const inode = inodes[entry] as number
    const size = sizes[inode] as number
    const attribute = attributes[inode] as number
    const what = attribute >> 12
    const path = paths[node] as number
    let hash = mixed(seed, path)
    hash = mixed(hash, groups === null ? finished(path) : (groups[inode] as number))
    hash = mixed(hash, (what << 16) | (attribute & 0o7777))
    hash = mixed(hash, size | 0)
    hash = mixed(hash, (size / 2 ** 32) | 0)
    hash = mixed(hash, what === kind.file ? (checksums[inode] as number) : 0)
    hash = mixed(hash, what < kind.symlink ? 0 : targetHash(layer, inode, tree, paths, seed))
    sum = (sum + finished(hash)) | 0
  }
  return sum
}

// Which paths are one inode, whichever of them the tar has first.
function groupLinks(
  { length, paths: nodes, inodes }: LayerTable,
  paths: Int32Array,
  groups: Int32Array,
): void {
  for (let entry = 0; entry < length; entry++) {
    const node = nodes[entry] as number
    const inode = inodes[entry] as number
    if (node >= 0) groups[inode] = ((groups[inode] as number) + finished(paths[node] as number)) | 0
  }
}

function targetHash(
  layer: LayerTable,
  inode: number,
  tree: PathTree,
  paths: Int32Array,
  seed: number,
): number {
  const what = kindOf(layer, inode)
  const target = layer.targets[inode] as number
  if (what === kind.symlink) return tree.names.hash(target, seed)
  return what === kind.outerLink ? (paths[target] as number) : 0
}

// A round of MurmurHash3 (x86, 32 bits).
function mixed(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

// Its finalizer.
function finished(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
