import { expect, test } from '@jest/globals'
import { diffImages } from '../../../src/diff/diff-images.ts'
import type { Image, Layer } from '../../../src/inspect/image.ts'

/** An image of one layer, or of none. */
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
  download: null,
  fileCount: 0,
  layers: over.size ? [layer(over.size)] : [],
  baseSize: null,
  run: { env: [], entrypoint: null, cmd: null, user: '', workdir: '' },
  engineSize: { inspect: null, list: null },
  owners: null,
  dependencies: null,
  ownersProblem: 'not read',
  wastedBy: [],
  notes: { duplicates: [], duplicatesProblem: null, largest: [], places: [] },
  ...over,
})

const noBases = { before: null, after: null }

function layer(size: number): Layer {
  const instruction = 'COPY . .'
  return {
    diffId: `sha256:${size}`,
    size,
    live: size,
    wasted: 0,
    contentDigest: null,
    instruction,
    place: null,
    base: false,
    cached: false,
  }
}

test('differences are after − before', () => {
  const before = image({ size: 400, live: 300, wasted: 100, download: 80, fileCount: 9, baseSize: 200 })
  const after = image({
    id: 'sha256:b',
    size: 100,
    live: 90,
    wasted: 10,
    download: 30,
    fileCount: 4,
    baseSize: 50,
  })
  expect(diffImages(before, after, noBases)).toEqual({
    change: 'changed',
    delta: {
      size: -300,
      percent: -75,
      live: -210,
      wasted: -90,
      download: -50,
      base: null,
      own: null,
      fileCount: -5,
    },
    base: {
      ...{ change: 'unknown', before: null, after: null, delta: null },
      problem: 'the base image of the before side is not known',
    },
    layers: [{ state: 'changed', before: 0, after: 0, delta: -300 }],
    lines: [
      {
        ...{ instruction: 'COPY . .', stage: null, copyFrom: null, state: 'changed' },
        before: { file: null, line: null, bytes: 400 },
        after: { file: null, line: null, bytes: 100 },
        delta: -300,
      },
    ],
    owners: null,
    ownersProblem: 'not read',
    causes: null,
    causesRest: null,
  })
})

test('what is unknown stays unknown', () => {
  const { delta } = diffImages(
    image({ size: 0, download: 7 }),
    image({ id: 'sha256:b', size: 5, baseSize: 1 }),
    noBases,
  )
  expect(delta).toMatchObject({ size: 5, percent: null, download: null, base: null, own: null })
})
