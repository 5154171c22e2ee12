import { expect, test } from '@jest/globals'
import { maybeWanted } from '../../../../src/inspect/owners/maybe-wanted.ts'
import { refuseTooMuch } from '../../../../src/inspect/owners/read-databases.ts'
import { wantedFiles } from '../../../../src/inspect/owners/wanted-files.ts'
import { stacked } from './tree.ts'

const files = {
  '/var/lib/dpkg/status': 1,
  '/var/lib/dpkg/info/a.list': 1,
  '/usr/lib/sysimage/rpm/rpmdb.sqlite': 1,
  '/usr/lib/sysimage/rpm/rpmdb.sqlite-wal': 1,
  '/var/lib/pacman/local/a-1/desc': 1,
  '/s/a-1.dist-info/RECORD': 1,
  '/opt/conda/conda-meta/a-1-0.json': 1,
  '/app/node_modules/.yarn-state.yml': 1,
  '/app/package.json': 1,
  '/app/.pnp.cjs': 1,
  '/app/vendor/composer/installed.json': 1,
  '/app/app.deps.json': 1,
  '/usr/local/go/VERSION': 1,
  '/root/go/bin/tool': 1,
  '/app/app.jar': 1,
}
const others = {
  '/app/a.json': 1,
  '/app/VERSION': 1,
  '/app/app-1.0.jar': 1,
  '/app/bin/tool': 1,
  '/root/.nuget/packages/a/a.deps.json': 1,
  '/var/lib/dpkg/info/a.md5sums': 1,
}
const room = { size: 1, left: 64_000_000 }

test('every file that is read may be kept while its layer is streamed, whatever links lead to it', () => {
  const wanted = wantedFiles(stacked({ ...files, ...others })).map(({ path }) => path)
  expect(wanted.sort()).toEqual(Object.keys(files).sort())
  const kept = (path: string): boolean => maybeWanted(path.slice(1), 0, room)
  expect(Object.keys(files).filter((path) => !kept(path))).toEqual([])
  expect(Object.keys(others).filter(kept)).toEqual([])
})

test('the databases come in the order of their paths, whatever order the layers have', () => {
  const paths = ['/b/b.deps.json', '/a/a.deps.json', '/var/lib/dpkg/status', '/c/conda-meta/a.json']
  const order = (names: readonly string[]): string[] =>
    wantedFiles(stacked(Object.fromEntries(names.map((name) => [name, 1])))).map(({ path }) => path)
  expect(order(paths)).toEqual([...paths].sort())
  expect(order([...paths].reverse())).toEqual([...paths].sort())
})

test('what is read for a version only leaves room for the databases', () => {
  const kept = (name: string, size: number, left: number): boolean => maybeWanted(name, 0, { size, left })
  expect([kept('app/app.jar', 8_000_000, 64_000_000), kept('app/app.jar', 8_000_001, 64_000_000)]).toEqual([
    true,
    false,
  ])
  expect([kept('app/app.jar', 1, 48_000_001), kept('app/app.jar', 1, 48_000_000)]).toEqual([true, false])
  expect(kept('var/lib/rpm/Packages', 48_000_000, 48_000_000)).toBe(true)
})

test('more files or bytes of databases than are read are refused, with both numbers', () => {
  const image = stacked({ '/a': 1, '/b': 64_000_000 })
  const [small, large] = [image.tree.literal('/a'), image.tree.literal('/b')]
  const wanted = (count: number, node: number) => ({
    stacked: image,
    imageId: '',
    unpacked: [],
    wanted: Array.from({ length: count }, () => ({ path: '/a', node })),
  })
  expect(() => refuseTooMuch(wanted(50_000, small))).not.toThrow()
  expect(() => refuseTooMuch(wanted(50_001, small))).toThrow(
    'they are 50001 files, more than the 50000 that are read',
  )
  expect(() => refuseTooMuch(wanted(1, large))).not.toThrow()
  expect(() => refuseTooMuch(wanted(2, large))).toThrow('128000000 bytes, more than the 64000000')
})
