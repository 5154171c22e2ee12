import { expect, test } from '@jest/globals'
import { describeBase } from '../../../src/build/base-image.ts'
import type { BuildStep } from '../../../src/build/built.ts'
import type { ImageDetails, Images } from '../../../src/effects/docker/docker.ts'

const digest = `sha256:${'a'.repeat(64)}`
const other = `sha256:${'b'.repeat(64)}`
const step = (name: string): BuildStep => ({ name, stage: null, file: null, line: null, cached: true, ms: 0 })
const engine = (image: Partial<ImageDetails> | null) => ({ inspect: async () => image }) as unknown as Images
const describe = (reference: string, image: Partial<ImageDetails> | null, names: string[] = []) =>
  describeBase({ reference, line: 1 }, null, names.map(step), engine(image))

test('from the engine: the digest of that very name, and the layers', async () => {
  const image = { repoDigests: [`other@${other}`, `python@${digest}`], diffIds: ['sha256:1'] }
  const expected = { digest, diffIds: ['sha256:1'] }
  expect(await describe('python:3', image)).toEqual({ reference: 'python:3', ...expected })
  expect(await describe('docker.io/library/python:3', image)).toMatchObject(expected)
  expect(await describe('mine:1', image)).toMatchObject({ digest: null })
})

test('from the builder when only it has pulled the image', async () => {
  const names = [
    `[a 1/2] FROM docker.io/library/debian:12@${other}`,
    `[b 1/2] FROM docker.io/library/python:3@${digest}`,
  ]
  expect(await describe('python:3', null, names)).toEqual({ reference: 'python:3', digest, diffIds: null })
  expect(await describe('python:4', null, names)).toMatchObject({ digest: null })
})

test('pinned, and none', async () => {
  expect(await describe(`python@${digest}`, null)).toMatchObject({ digest })
  expect(await describeBase(null, null, [], engine(null))).toBeNull()
})

test.each([
  ['the same name', 'python:3', 'docker.io/library/python:3', 'python:3'],
  ['the same name, pinned', `python:3@${other}`, 'docker.io/library/python:3', `python:3@${other}`],
  ['a name without a tag', 'python', 'docker.io/library/python:latest', 'python'],
  ['a build context in its place', 'python:3', 'docker.io/library/debian:12', 'debian:12'],
  ['one of another registry', null, 'ghcr.io/acme/base:1', 'ghcr.io/acme/base:1'],
])('the provenance knows what was really used: %s', async (_, written, name, reference) => {
  const base = written === null ? null : { reference: written, line: 1 }
  const found = await describeBase(base, { name, digest }, [], engine(null))
  expect(found).toEqual({ reference, digest, diffIds: null })
})
