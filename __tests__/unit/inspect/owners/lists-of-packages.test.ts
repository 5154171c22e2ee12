import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { LayerBuilder } from '../../../../src/inspect/layer-builder.ts'
import type { LayerTable } from '../../../../src/inspect/layer-table.ts'
import { ownersOf } from '../../../../src/inspect/owners/owners-of.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { type Stacked, stackImages } from '../../../../src/inspect/stack.ts'
import type { TarEntry } from '../../../../src/inspect/tar-entry.ts'
import { anyLayers } from '../any-layers.ts'

const parts = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
/** Paths with the directories above each, as a package's own list has them. */
const list = fc.array(parts, { maxLength: 8 }).map((paths) => {
  const all = paths.flatMap((path) => path.map((_, depth) => `/${path.slice(0, depth + 1).join('/')}`))
  return [...new Set(all)].sort()
})
const lists = fc.array(list, { minLength: 1, maxLength: 3 })

/** An image for each stack of layers, all of one tree; null for layers that cannot be. */
function images(stacks: readonly (readonly TarEntry[][])[]): Stacked[] | null {
  const tree = new PathTree()
  const tableOf = (entries: readonly TarEntry[]): LayerTable => {
    const builder = new LayerBuilder(tree)
    for (const entry of entries) builder.add(entry)
    return builder.finish('crc32')
  }
  try {
    return stackImages(
      stacks.map((layers) => layers.map(tableOf)),
      tree,
    )
  } catch (error) {
    if (error instanceof Error && /link/.test(error.message)) return null
    throw error
  }
}

/** A database of dpkg with a package for each list, which is the same text in all images. */
function database(texts: readonly string[]): Map<string, string> {
  const status = texts.map(
    (_, index) => `Package: p${index}\nStatus: install ok installed\nArchitecture: all\n`,
  )
  return new Map([
    ['/var/lib/dpkg/status', status.join('\n')],
    ...texts.map((text, index) => [`/var/lib/dpkg/info/p${index}.list`, text] as const),
  ])
}

test('a list claims what its paths name one by one, in every image', () => {
  fc.assert(
    fc.property(fc.array(anyLayers, { minLength: 2, maxLength: 2 }), lists, (stacks, listed) => {
      const texts = listed.map((one) => `/.\n${one.join('\n')}\n`)
      // A path that is not plain has a list read path by path.
      const byPath = texts.map((text) => `${text}/none/./none\n`)
      for (const image of images(stacks) ?? []) {
        expect(ownersOf(image, database(texts))).toEqual(ownersOf(image, database(byPath)))
      }
    }),
    { numRuns: 500 },
  )
})

test.each(['/a/./b', '/a/../b', '/a//b'])('%s is where it leads', (path) => {
  const file = { type: 'file', size: 5, mode: 0o644, linkName: '' } as const
  const [image] =
    images([
      [
        [
          { ...file, name: 'a/b' },
          { ...file, name: 'b' },
        ],
      ],
    ]) ?? []
  const names = ownersOf(image as Stacked, database([`${path}\n`])).owners.map(({ name }) => name)
  expect(names).toContain('p0')
})

function entries(files: readonly string[], links: Readonly<Record<string, string>>): TarEntry[] {
  return [
    ...files.map((name): TarEntry => ({ type: 'file', size: 5, mode: 0o644, name, linkName: '' })),
    ...Object.entries(links).map(
      ([name, linkName]): TarEntry => ({ type: 'symlink', size: 0, mode: 0o777, name, linkName }),
    ),
  ]
}

const numbers = Array.from({ length: 9000 }, (_, number) => number)
const inLib = numbers.map((one) => `lib/${one >> 4}/${'n'.repeat(30)}${one}`)
const deep = [127, 128, 140].map((depth) => 'c/'.repeat(depth).concat('f'))
const linked = numbers.slice(0, 300).map((one) => `l${one}`)

test.each([
  {
    many: 'paths and bytes',
    listed: inLib,
    files: inLib.map((path) => `usr/${path}`),
    links: { lib: 'usr/lib' },
  },
  { many: 'components', listed: deep, files: deep, links: {} },
  {
    many: 'links',
    listed: linked.map((link) => `${link}/f`),
    files: ['usr/f'],
    links: Object.fromEntries(linked.map((link) => [link, 'usr'])),
  },
])('a list with more $many than are read at once', ({ listed, files, links }) => {
  const [image] = images([[entries(files, links)]]) ?? []
  const text = listed.map((path) => `/${path}\n`).join('')
  const [owner] = ownersOf(image as Stacked, database([text])).owners
  expect(owner).toMatchObject({ name: 'p0', bytes: 5 * files.length })
})

test('lists that come after one with too many links are placed as well', () => {
  const links = Object.fromEntries(linked.map((link) => [link, 'usr']))
  const files = linked.map((link) => `usr/${link}`)
  const [image] = images([[entries(files, links)]]) ?? []
  const tooMany = linked.map((link) => `/${link}/none\n`).join('')
  const others = linked.map((link) => `/${link}/${link}\n`)
  const { owners } = ownersOf(image as Stacked, database([tooMany, ...others]))
  const packages = owners.filter(({ manager }) => manager === 'dpkg')
  expect(packages.map(({ bytes }) => bytes)).toEqual(linked.map(() => 5))
})
