import { LayerBuilder } from '../../../../src/inspect/layer-builder.ts'
import type { OwnerBytes } from '../../../../src/inspect/owners/owner.ts'
import { type Ownership, ownersOf } from '../../../../src/inspect/owners/owners-of.ts'
import { wantedFiles } from '../../../../src/inspect/owners/wanted-files.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { type Stacked, stack } from '../../../../src/inspect/stack.ts'

/** Content of a file, `-> TARGET` for a link, `=> PATH` for a hard link, or a number of bytes. */
export type TestFiles = Readonly<Record<string, string | number>>

/** The file system of an image with one layer for each record. */
export function stacked(...layers: readonly TestFiles[]): Stacked {
  const tree = new PathTree()
  const tables = layers.map((files) => {
    const builder = new LayerBuilder(tree)
    for (const [path, content] of Object.entries(files)) builder.add(entryOf(path, content))
    return builder.finish('crc32')
  })
  return stack(tables, tree)
}

/** The owners of an image of one layer, as `KIND MANAGER NAME VERSION: BYTES`, the contents of its files known. */
export function owners(files: TestFiles): string[] {
  return found(files)
    .map(({ kind, manager, name, version, bytes }) =>
      [kind, manager, name, version]
        .filter((word) => word !== null)
        .join(' ')
        .concat(`: ${bytes}`),
    )
    .sort()
}

/** The same as values. */
export function found(files: TestFiles): readonly OwnerBytes[] {
  return ownership(files).owners
}

/** Which packages bring which others: `MANAGER NAME` → what it needs, and with `?` what it wants. */
export function dependencies(files: TestFiles): Record<string, string[]> {
  const list = ownership(files).dependencies
  const named = (ids: readonly number[], mark: string): string[] =>
    ids.map((id) => `${list[id]?.name}${mark}`)
  return Object.fromEntries(
    list.map(({ manager, name, needs, wants }) => {
      return [`${manager} ${name}`, [...named(needs, ''), ...named(wants, '?')].sort()]
    }),
  )
}

function ownership(files: TestFiles): Ownership {
  const image = stacked(files)
  const contents = wantedFiles(image).map(({ path, node }): [string, string] => [
    path,
    String(files[image.tree.path(node)]),
  ])
  return ownersOf(image, new Map(contents))
}

function entryOf(path: string, content: string | number) {
  const text = String(content)
  const [, arrow, target = ''] = /^(->|=>) (.*)$/s.exec(text) ?? []
  const type =
    arrow === '->' ? ('symlink' as const) : arrow === '=>' ? ('hardlink' as const) : ('file' as const)
  const size = typeof content === 'number' ? content : text.length
  return { name: path.slice(1), type, size: type === 'file' ? size : 0, mode: 0o644, linkName: target }
}
