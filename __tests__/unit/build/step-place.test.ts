import { expect, test } from '@jest/globals'
import { findStage, readDockerfile } from '../../../src/build/dockerfile-lines.ts'
import { stepPlace } from '../../../src/build/step-place.ts'

const outline = readDockerfile(`# syntax=docker/dockerfile:1
ARG BASE=python:3
FROM \${BASE} AS Builder
ENV A=1
RUN <<EOF
echo FROM here
EOF
COPY a \\
  # why
  b /
WORKDIR /w
FROM scratch
COPY --from=builder /a /a
`)

const rows: [string, string | null, number | null][] = [
  ['[builder 1/4] FROM docker.io/library/python:3@sha256:0a', 'builder', 3],
  ['[builder 2/4] RUN <<EOF (echo FROM here)', 'builder', 5],
  ['[linux/amd64 builder 3/4] COPY a   b /', 'builder', 8],
  ['[linux/amd64->arm64 builder 3/4] COPY a   b /', 'builder', 8],
  ['[builder  4/4] WORKDIR /w', 'builder', 11],
  ['[stage-1 1/1] COPY --from=builder /a /a', 'stage-1', 13],
  ['[builder 2/5] RUN from-onbuild', 'builder', null],
  ['[internal] load build context', null, null],
  ['[internal] load metadata for docker.io/library/nope:1', null, null],
  ['exporting to image', null, null],
  ['Step 4/9 : RUN <<EOF', 'Builder', 5],
  ['[1/2] STEP 3/5: RUN <<EOF', 'Builder', 5],
  ['[2/2] STEP 2/2: COPY --from=builder /a /a', null, 13],
  ['Step 1/9 : ARG BASE=python:3', null, 2],
  ['Step 99/100 : LABEL image-size-guard=built', null, null],
]
test.each(rows)('%s', (name, stage, line) => {
  expect(stepPlace(name, outline)).toEqual({ stage, line })
})

test('the look-up of an image is the FROM that names it', () => {
  const plain = readDockerfile('FROM a/b:1 AS x\nFROM alpine\nFROM r.example:5000/c:2\n')
  const line = (image: string) => stepPlace(`[internal] load metadata for ${image}`, plain).line
  expect(
    ['docker.io/a/b:1', 'docker.io/library/alpine:latest', 'r.example:5000/c:2', 'docker.io/b:1'].map(line),
  ).toEqual([1, 2, 3, null])
})

test('a file with one stage names none', () => {
  const single = readDockerfile('FROM x\nRUN a\nCMD b\nRUN c\n')
  expect(stepPlace('[3/3] RUN c', single)).toEqual({ stage: null, line: 4 })
  expect(stepPlace('[ 2/10] RUN c', single)).toEqual({ stage: null, line: null })
})

test('stages are found by name in any case and by number', () => {
  expect([
    findStage(outline, 'BUILDER'),
    findStage(outline, '1'),
    findStage(outline, '2'),
    findStage(outline, 'x'),
  ]).toEqual([0, 1, null, null])
  expect([outline.syntax, outline.globalArguments]).toEqual(['docker/dockerfile:1', { BASE: 'python:3' }])
})
