import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readProvenance } from '../../../../src/build/provenance/read-provenance.ts'
import { recordedProvenance } from './recorded.ts'

const lines = [[4], [6], [12], [13], [14], [18], [19]]
const name = 'docker.io/image-size-guard/python:3.11-slim'
const digest = 'sha256:661d6c14e5bc225abaf98e71c5c1d8e375c101edff8a29bc7972b5bc014a5818'

test.each([
  ['classic', null],
  ['containerd', digest],
  ['version1', digest],
] as const)('the steps, lines and base of a recorded build: %s', (which, known) => {
  const provenance = { base: { name, digest: known }, baseLayers: 1, lines }
  expect(readProvenance(JSON.parse(recordedProvenance[which]))).toEqual({ provenance, problem: null })
})

const image = { id: 'step0', op: { Op: { source: { identifier: 'docker-image://a/b:1' } } } }
const files = { id: 'step1', op: { Op: { source: { identifier: 'local://context' } } } }
const run = (id: string, below: string) => ({
  id,
  op: { Op: { exec: { mounts: [{ dest: '/' }] } } },
  inputs: [below],
})
const copy = (id: string, inputs: string[], actions: object[]) => ({
  id,
  op: { Op: { file: { actions } } },
  inputs,
})
const merge = (id: string, ...inputs: string[]) => ({ id, op: { Op: { merge: {} } }, inputs })
const result = (below: string) => ({ id: 'stepX', op: { Op: {} }, inputs: [below] })

/** A provenance of these steps, without layers where none are given; each step has the lines of its name. */
function provenanceOf(steps: readonly object[], layers: object | null = null, locations: object = {}) {
  const metadata = { source: { locations }, layers }
  return readProvenance({
    buildConfig: { llbDefinition: steps },
    metadata: { 'https://mobyproject.org/buildkit@v1#metadata': metadata },
  })
}

const at = (...starts: number[]) => ({ locations: starts.map((line) => ({ ranges: [{ start: { line } }] })) })
const chain = (length: number) => [Array.from({ length }, (_, index) => ({ digest: `${index}` }))]

test('without a list of layers the number of base layers is not known, and those above are', () => {
  const found = provenanceOf([image, run('step2', 'step0:0'), result('step2:0')], null, { step2: at(3) })
  expect(found.provenance).toEqual({ base: { name: 'a/b:1', digest: null }, baseLayers: null, lines: [[3]] })
})

test('the number of base layers follows from that of all layers', () => {
  const steps = [image, run('step2', 'step0:0'), result('step2:0')]
  expect(provenanceOf(steps, { 'step2:0': chain(4) }).provenance?.baseLayers).toBe(3)
  expect(provenanceOf(steps, { 'step0:0': chain(3), 'step2:0': [[]] }).provenance?.baseLayers).toBe(3)
  const problem = 'the layers of the provenance do not fit its steps'
  expect(provenanceOf(steps, { 'step0:0': chain(3), 'step2:0': chain(5) })).toMatchObject({ problem })
})

test('nothing lies below an image from scratch, and a base image alone has no step of its own', () => {
  const scratch = [
    files,
    copy('step2', ['step1:0'], [{ input: -1, secondaryInput: 0, output: 0 }]),
    result('step2:0'),
  ]
  expect(provenanceOf(scratch).provenance).toEqual({ base: null, baseLayers: 0, lines: [[]] })
  expect(provenanceOf([image, result('step0:0')], { 'step0:0': chain(2) }).provenance).toMatchObject({
    ...{ baseLayers: 2, lines: [] },
  })
})

test('the file system below an action is found through the actions before it', () => {
  const actions = [
    { input: 1, output: -1 },
    { input: 2, output: 0 },
  ]
  const steps = [files, image, copy('step2', ['step1:0', 'step0:0'], actions), result('step2:0')]
  expect(provenanceOf(steps).provenance).toMatchObject({ base: { name: 'a/b:1' }, lines: [[]] })
  const circle = copy('step2', ['step0:0'], [{ input: 1, output: 0 }])
  expect(provenanceOf([image, circle, result('step2:0')]).problem).toMatch(/could not be read/)
})

test('what a merge puts on top has the line of the merge, and equal steps have all their lines', () => {
  const link = copy('step2', ['step1:0'], [{ input: -1, output: 0 }])
  const steps = [
    image,
    files,
    link,
    merge('step3', 'step0:0', 'step2:0'),
    merge('step4', 'step3:0', 'step2:0'),
  ]
  const locations = { step2: at(3, 4), step3: at(3), step4: at(4) }
  expect(provenanceOf([...steps, result('step4:0')], null, locations).provenance?.lines).toEqual([[3], [4]])
  const alike = provenanceOf([image, run('step2', 'step0:0'), result('step2:0')], null, { step2: at(3, 9) })
  expect(alike.provenance?.lines).toEqual([[3, 9]])
})

test('a place in what is not the Dockerfile is no line', () => {
  const locations = { step2: { locations: [{ sourceIndex: 1, ranges: [{ start: { line: 3 } }] }] } }
  const found = provenanceOf([image, run('step2', 'step0:0'), result('step2:0')], null, locations)
  expect(found.provenance?.lines).toEqual([[]])
})

test.each([
  ['nothing', {}, 'the provenance has no build steps'],
  [
    'an operation that is not known',
    [image, { id: 'x', op: { Op: { diff: {} } } }],
    'a step of the provenance could not be read',
  ],
  ['no result', [image], 'the provenance does not say which step gave the image'],
  [
    'an input from nowhere',
    [run('step2', 'step0:0')],
    'the steps of the provenance do not follow each other',
  ],
  ['a second output', [image, result('step0:1')], 'the steps of the provenance do not follow each other'],
  [
    'two images in one',
    [image, merge('m', 'step0:0', 'step0:0'), result('m:0')],
    'the image is merged from several images',
  ],
])('%s gives no provenance', (_, steps, problem) => {
  const found = Array.isArray(steps) ? provenanceOf(steps) : readProvenance(steps)
  expect(found).toEqual({ provenance: null, problem })
})

test('merges that double are refused before they fill the memory', () => {
  const first = copy('m0', [], [{ input: -1, output: 0 }])
  const merges = Array.from({ length: 60 }, (_, index) =>
    merge(`m${index + 1}`, `m${index}:0`, `m${index}:0`),
  )
  expect(provenanceOf([first, ...merges, result('m60:0')]).provenance).toBeNull()
})

test('a document of any shape is read without an exception', () => {
  const recorded: unknown = JSON.parse(recordedProvenance.containerd)
  fc.assert(fc.property(fc.json(), (text) => void readProvenance(JSON.parse(text))))
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.jsonValue(), (path, value) => {
      const copied = structuredClone(recorded)
      replaceAt(copied, path, value)
      const { provenance, problem } = readProvenance(copied)
      expect(provenance === null).toBe(problem !== null)
    }),
  )
})

/** Replaces what is found by turning off at each step of a path. */
function replaceAt(value: unknown, [turn = 0, ...rest]: readonly number[], by: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const keys = Object.keys(value)
  const key = keys[turn % Math.max(keys.length, 1)]
  if (key === undefined) return
  const holder = value as Record<string, unknown>
  if (rest.length === 0 || typeof holder[key] !== 'object') holder[key] = by
  else replaceAt(holder[key], rest, by)
}
