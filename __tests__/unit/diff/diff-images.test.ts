import { expect, test } from '@jest/globals'
import { diffImages } from '../../../src/diff/diff-images.ts'
import type { Image } from '../../../src/inspect/image.ts'

const image = (over: Partial<Image>): Image => ({
  id: 'sha256:a',
  digest: null,
  os: 'linux',
  architecture: 'amd64',
  measuredBy: 'export',
  fellBack: [],
  size: 0,
  live: 0,
  wasted: 0,
  fileCount: 0,
  layers: [],
  baseSize: null,
  run: { env: [], entrypoint: null, cmd: null, user: '', workdir: '' },
  engineSize: { inspect: null, list: null },
  owners: null,
  ownersProblem: 'not read',
  ...over,
})

test('differences are after − before', () => {
  const before = image({ size: 400, live: 300, wasted: 100, fileCount: 9, baseSize: 200 })
  const after = image({ id: 'sha256:b', size: 100, live: 90, wasted: 10, fileCount: 4, baseSize: 50 })
  expect(diffImages(before, after)).toEqual({
    change: 'changed',
    delta: { size: -300, percent: -75, live: -210, wasted: -90, base: -150, own: -150, fileCount: -5 },
    layers: [],
    owners: null,
    ownersProblem: 'not read',
  })
})

test('what is unknown stays unknown', () => {
  const { delta } = diffImages(image({ size: 0 }), image({ size: 5, baseSize: 1 }))
  expect(delta).toMatchObject({ size: 5, percent: null, base: null, own: null })
})
