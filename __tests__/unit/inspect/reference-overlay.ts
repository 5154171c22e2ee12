import { posix } from 'node:path'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'

/** A slow, plain overlay file system of nested maps, to compare the real one with. */
export interface ReferenceInode {
  readonly type: 'file' | 'symlink' | 'other' | 'outer'
  readonly layer: number
  readonly size: number
  readonly target: string
  /** Stands for the content of a file: the entry's mode, which tests make its checksum. */
  readonly content: number
  /** What a hard link to a lower layer leads to. */
  readonly outer?: ReferenceNode | undefined
}
export interface ReferenceDirectory {
  readonly children: Map<string, ReferenceNode>
}
export type ReferenceNode = ReferenceInode | ReferenceDirectory

export interface ReferenceResult {
  readonly files: Record<string, string>
  readonly sizes: readonly number[]
  readonly live: readonly number[]
  readonly wasted: readonly ReferenceWaste[]
}

/** A whiteout of a name in a directory, or without a name an opaque mark. */
interface Mark {
  readonly directory: string
  readonly name: string | null
}

/** Stacks layers given as tar entries. Throws for a hard link to nothing. */
export function referenceStack(layers: readonly (readonly TarEntry[])[]): ReferenceResult {
  let merged = directory()
  const sizes: number[] = []
  const wasted: ReferenceWaste[] = []
  for (const [index, entries] of layers.entries()) {
    const names = namesOf(merged)
    const marks: Mark[] = []
    const upper = unpack(entries, index, merged, marks)
    sizes.push(total(inodesOf(upper), index))
    merged = overlay(merged, upper)
    wasted.push(...wasteOf(names, inodesOf(merged), upper, marks, index))
  }
  const final = inodesOf(merged)
  return { files: listing(merged, ''), sizes, live: layers.map((_, index) => total(final, index)), wasted }
}

/** An inode that a layer took the last name of, and the ways in which it hid its names. */
export interface ReferenceWaste {
  readonly layer: number
  readonly by: number
  readonly size: number
  readonly hows: readonly string[]
}

function wasteOf(
  before: ReadonlyMap<string, ReferenceInode>,
  after: ReadonlySet<ReferenceInode>,
  upper: ReferenceDirectory,
  marks: readonly Mark[],
  by: number,
): ReferenceWaste[] {
  return [...new Set(before.values())].flatMap((inode) => {
    if (after.has(inode) || inode.size === 0) return []
    const names = [...before].flatMap(([path, one]) => (one === inode ? [path] : []))
    const hows = [...new Set(names.flatMap((path) => waysOf(path, inode, upper, marks)))]
    return [{ layer: inode.layer, by, size: inode.size, hows }]
  })
}

function waysOf(
  path: string,
  old: ReferenceInode,
  upper: ReferenceDirectory,
  marks: readonly Mark[],
): string[] {
  const now = literal(upper, path.slice(1))
  if (isDirectory(now)) return ['replaced']
  if (now && now.type !== old.type) return ['replaced']
  if (now) {
    const same = now.size === old.size && now.target === old.target && now.content === old.content
    return [same ? 'metadata' : 'overwritten']
  }
  const above = path
    .split('/')
    .slice(1, -1)
    .map((_, at, parts) => `/${parts.slice(0, at + 1).join('/')}`)
  const markedBy = ({ directory, name }: Mark): string[] => {
    if (name === null) return directory === '' || above.includes(directory) ? ['opaque'] : []
    const hidden = `${directory}/${name}`
    return hidden === path ? ['deleted'] : above.includes(hidden) ? ['directory'] : []
  }
  const isReplaced = above.some((one) => {
    const node = literal(upper, one.slice(1))
    return node !== undefined && !isDirectory(node)
  })
  return [...marks.flatMap(markedBy), ...(isReplaced ? ['replaced'] : [])]
}

function namesOf(top: ReferenceDirectory, at = ''): Map<string, ReferenceInode> {
  return new Map(
    [...top.children].flatMap(([name, node]): [string, ReferenceInode][] =>
      isDirectory(node) ? [...namesOf(node, `${at}/${name}`)] : [[`${at}/${name}`, node]],
    ),
  )
}

function directory(): ReferenceDirectory {
  return { children: new Map() }
}

function isDirectory(node: ReferenceNode | undefined): node is ReferenceDirectory {
  return node !== undefined && 'children' in node
}

function unpack(
  entries: readonly TarEntry[],
  layer: number,
  lower: ReferenceDirectory,
  marks: Mark[],
): ReferenceDirectory {
  const top = directory()
  for (const entry of entries) {
    const clean = posix.join('/', entry.name).slice(1).replace(/\/$/, '')
    if (clean === '') continue
    const parent = enter(top, posix.dirname(`/${clean}`), true) ?? top
    const name = posix.basename(clean)
    const at = pathOf(top, parent)
    if (name === '.wh..wh..opq') marks.push({ directory: at, name: null })
    else if (name.startsWith('.wh.')) marks.push({ directory: at, name: name.slice(4) })
    else if (entry.type === 'hardlink') {
      const found = lookUp(top, entry.linkName)
      if (isDirectory(found)) throw new Error('hard link to a directory')
      const outer = literal(lower, entry.linkName)
      parent.children.set(name, found ?? { type: 'outer', layer, size: 0, target: '', content: 0, outer })
    } else if (entry.type === 'directory') {
      if (!isDirectory(parent.children.get(name))) parent.children.set(name, directory())
    } else {
      const size = entry.type === 'symlink' ? entry.linkName.length : entry.size
      parent.children.set(name, {
        type: entry.type,
        layer,
        size,
        target: entry.linkName,
        content: entry.type === 'file' ? entry.mode : 0,
      })
    }
  }
  resolveOuter(top)
  for (const mark of marks) hideBelow(lower, mark)
  return top
}

function hideBelow(lower: ReferenceDirectory, { directory: path, name }: Mark): void {
  const found = path === '' ? lower : literal(lower, path.slice(1))
  if (!isDirectory(found)) return
  if (name === null) found.children.clear()
  else found.children.delete(name)
}

// Only at the end: a later entry of the same tar may have replaced the link.
function resolveOuter(top: ReferenceDirectory): void {
  for (const [name, node] of top.children) {
    if (isDirectory(node)) resolveOuter(node)
    else if (node.type === 'outer') {
      if (!node.outer || isDirectory(node.outer)) throw new Error('hard link to nothing')
      top.children.set(name, node.outer)
    }
  }
}

// The directory that a path leads to inside one layer, links followed; made on the way when asked to.
function enter(top: ReferenceDirectory, path: string, make: boolean, hops = 0): ReferenceDirectory | null {
  if (hops > 40) throw new Error('links in a circle')
  const trail = [top]
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  for (const [index, part] of parts.entries()) {
    const here = trail.at(-1) ?? top
    if (part === '..') {
      if (trail.length > 1) trail.pop()
      continue
    }
    const next = here.children.get(part)
    if (next && !isDirectory(next) && next.type === 'symlink') {
      const from = next.target.startsWith('/') ? '' : pathOf(top, here)
      return enter(top, [from, next.target, ...parts.slice(index + 1)].join('/'), make, hops + 1)
    }
    if (isDirectory(next)) trail.push(next)
    else if (make) {
      const made = directory()
      here.children.set(part, made)
      trail.push(made)
    } else return null
  }
  return trail.at(-1) ?? null
}

function pathOf(top: ReferenceDirectory, wanted: ReferenceDirectory): string {
  for (const [name, child] of top.children) {
    if (child === wanted) return `/${name}`
    const below = isDirectory(child) ? pathOf(child, wanted) : ''
    if (below !== '') return `/${name}${below}`
  }
  return ''
}

function lookUp(top: ReferenceDirectory, path: string): ReferenceNode | undefined {
  return enter(top, posix.dirname(`/${path}`), false)?.children.get(posix.basename(path))
}

function literal(top: ReferenceDirectory, path: string): ReferenceNode | undefined {
  let node: ReferenceNode | undefined = top
  for (const part of path.split('/')) node = isDirectory(node) ? node.children.get(part) : undefined
  return node
}

function overlay(lower: ReferenceDirectory, upper: ReferenceDirectory): ReferenceDirectory {
  const result = directory()
  for (const [name, node] of lower.children) result.children.set(name, node)
  for (const [name, node] of upper.children) {
    const below = result.children.get(name)
    if (!isDirectory(node)) result.children.set(name, node)
    else result.children.set(name, overlay(isDirectory(below) ? below : directory(), node))
  }
  return result
}

function inodesOf(top: ReferenceDirectory, found = new Set<ReferenceInode>()): Set<ReferenceInode> {
  for (const node of top.children.values()) {
    if (isDirectory(node)) inodesOf(node, found)
    else found.add(node)
  }
  return found
}

function total(inodes: Set<ReferenceInode>, layer: number): number {
  return [...inodes].reduce((sum, inode) => sum + (inode.layer === layer ? inode.size : 0), 0)
}

function listing(top: ReferenceDirectory, path: string): Record<string, string> {
  return Object.fromEntries(
    [...top.children].flatMap(([name, node]): [string, string][] => {
      const here = `${path}/${name}`
      if (isDirectory(node)) return [[here, 'directory'], ...Object.entries(listing(node, here))]
      return [[here, `${node.type} ${node.size} of ${node.layer}`]]
    }),
  )
}
