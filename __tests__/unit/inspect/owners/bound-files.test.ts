import { expect, test } from '@jest/globals'
import type { EngineInfo } from '../../../../src/effects/docker/docker.ts'
import { MeasureError } from '../../../../src/inspect/measure-error.ts'
import { boundFiles } from '../../../../src/inspect/owners/bound-files.ts'
import { wantedFiles } from '../../../../src/inspect/owners/wanted-files.ts'
import { stacked } from './tree.ts'

const engine: EngineInfo = {
  version: '28.5.2',
  apiVersion: '1.51',
  store: 'classic',
  driver: 'overlay2',
  rootDir: '/data',
  os: 'linux',
  architecture: 'x86_64',
  cpus: 2,
}
const image = stacked(
  { '/var/lib/dpkg/status': 'old', '/var/lib/dpkg/info/a.list': '/a', '/var/lib/dpkg/info/b.list': '/b' },
  { '/var/lib/dpkg/status': 'new', '/var/lib/dpkg/info/c.list': '/c' },
)
const source = (imageId: string, unpacked: (string | null)[]) => ({
  imageId,
  stacked: image,
  wanted: wantedFiles(image),
  unpacked,
  kept: [],
})

test('each file is bound from the layer that brought it, several of one directory by the directory', () => {
  const { binds, places } = boundFiles([source('one', ['low', 'top'])], engine)
  expect([...binds].sort()).toEqual([
    ['/data/overlay2/low/diff/var/lib/dpkg/info', 2],
    ['/data/overlay2/top/diff/var/lib/dpkg/info/c.list', 1],
    ['/data/overlay2/top/diff/var/lib/dpkg/status', 1],
  ])
  expect([...(places.get('one')?.values() ?? [])]).toContain(
    '/data/overlay2/low/diff/var/lib/dpkg/info/a.list',
  )
})

test('what two images share is bound once', () => {
  const { binds } = boundFiles([source('one', ['low', 'top']), source('two', ['low', 'other'])], engine)
  expect([...binds.keys()].filter((path) => path.includes('/low/'))).toHaveLength(1)
  expect(binds.size).toBe(5)
})

test('a layer that is not known to be unpacked, and another store, are refused', () => {
  expect(() => boundFiles([source('one', ['low', null])], engine)).toThrow(MeasureError)
  expect(() => boundFiles([source('one', ['low', 'top'])], { ...engine, store: 'containerd' })).toThrow(
    MeasureError,
  )
})
