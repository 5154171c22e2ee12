import fc from 'fast-check'
import type { TarEntry } from '../../../src/inspect/tar-entry.ts'

export const file = (name: string, size: number, mode = 0o644): TarEntry => ({
  name,
  type: 'file',
  size,
  mode,
  linkName: '',
})
export const directory = (name: string): TarEntry => ({
  name,
  type: 'directory',
  size: 0,
  mode: 0o755,
  linkName: '',
})
export const link = (name: string, linkName: string): TarEntry => ({
  name,
  type: 'hardlink',
  size: 0,
  mode: 0o644,
  linkName,
})
export const symlink = (name: string, linkName: string): TarEntry => ({
  name,
  type: 'symlink',
  size: 0,
  mode: 0o777,
  linkName,
})

const name = fc.constantFrom('a', 'b', 'c')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
const target = fc.oneof(
  path,
  path.map((to) => `/${to}`),
  path.map((to) => `../${to}`),
)
const entry: fc.Arbitrary<TarEntry> = fc.oneof(
  {
    arbitrary: fc
      .tuple(path, fc.integer({ min: 0, max: 4 }), fc.constantFrom(0o644, 0o755))
      .map(([to, size, mode]) => file(to, size, mode)),
    weight: 5,
  },
  { arbitrary: path.map(directory), weight: 2 },
  { arbitrary: fc.tuple(path, target).map(([at, to]) => symlink(at, to)), weight: 2 },
  { arbitrary: fc.tuple(path, path).map(([at, to]) => link(at, to)), weight: 2 },
  { arbitrary: path.map((at) => file(at.replace(/[^/]+$/, '.wh.$&'), 0)), weight: 2 },
  { arbitrary: path.map((at) => file(`${at}/.wh..wh..opq`, 0)), weight: 1 },
)
/** Up to four layers of up to seven entries, on few paths, so that they meet often. */
export const anyLayers = fc.array(fc.array(entry, { maxLength: 7 }), { minLength: 1, maxLength: 4 })
