import { expect, test } from '@jest/globals'
import { readDockerfile } from '../../../src/build/dockerfile-lines.ts'
import { expand } from '../../../src/build/expand.ts'
import { baseOf, isFromScratch, namedBase, neededImages } from '../../../src/build/stage-images.ts'

const outline = readDockerfile(`# syntax=docker/dockerfile:1
ARG VERSION=3.12
ARG BASE="python:\${VERSION}-slim"
ARG UNSET
FROM gcc:13 AS unused
FROM \${BASE} AS base
FROM alpine:3 AS tools
FROM base AS Builder
RUN --mount=type=bind,from=busybox:1,source=/bin,target=/b --mount=type=cache,target=/c true
COPY --from=tools /x /x
COPY --from=nginx:1 /y /y
FROM scratch AS files
COPY --from=builder /x /x
FROM builder AS final
`)

test.each([
  ['the last stage', null, {}, { reference: 'python:3.12-slim', line: 6 }],
  ['a given argument', null, { VERSION: '3.13' }, { reference: 'python:3.13-slim', line: 6 }],
  ['an argument that replaces the image', null, { BASE: 'debian:12' }, { reference: 'debian:12', line: 6 }],
  ['a target', 'unused', {}, { reference: 'gcc:13', line: 5 }],
  ['a target by number', '2', {}, { reference: 'alpine:3', line: 7 }],
  ['scratch', 'files', {}, null],
  ['a target that is not there', 'nope', {}, null],
])('base: %s', (_, target, given: Record<string, string>, expected) => {
  expect(namedBase(outline, target, given)).toEqual(expected)
})

test('a build context in place of the base, and a name that is none, are no base image', () => {
  const settings = { target: null, buildArgs: {}, buildContexts: {} }
  expect(baseOf(outline, settings)?.reference).toBe('python:3.12-slim')
  expect(baseOf(outline, { ...settings, buildContexts: { 'python:3.12-slim': 'lib' } })).toBeNull()
  expect(baseOf(outline, { ...settings, buildArgs: { BASE: 'No Image' } })).toBeNull()
})

test('only what FROM scratch begins is built on nothing', () => {
  const settings = { target: 'files', buildArgs: {}, buildContexts: {} }
  expect(isFromScratch(outline, settings)).toBe(true)
  expect(isFromScratch(outline, { ...settings, target: null })).toBe(false)
  expect(isFromScratch(outline, { ...settings, target: 'nope' })).toBe(false)
  expect(isFromScratch(outline, { ...settings, buildContexts: { scratch: 'lib' } })).toBe(false)
})

test('only images of stages that the target needs', () => {
  expect(neededImages(outline, null, {})).toEqual([
    'docker/dockerfile:1',
    'python:3.12-slim',
    'alpine:3',
    'nginx:1',
    'busybox:1',
  ])
  expect(neededImages(outline, 'unused', {})).toEqual(['docker/dockerfile:1', 'gcc:13'])
})

test('a stage named like its own base is the image', () => {
  const same = readDockerfile('FROM debian AS debian\nRUN x\n')
  expect(namedBase(same, null, {})).toEqual({ reference: 'debian', line: 1 })
  expect(neededImages(same, null, {})).toEqual(['debian'])
})

test.each([
  ['$A-$B', 'one-'],
  [`\${A}x`, 'onex'],
  [`\${B:-two}`, 'two'],
  [`\${E:-two}`, 'two'],
  [`\${E-two}`, ''],
  [`\${A:+yes}\${B:+no}`, 'yes'],
  [`\${B:-$A}`, 'one'],
  ['\\$A', '$A'],
  ['"a:$A"', 'a:one'],
])('expand %s', (word, expected) => {
  expect(expand(word, { A: 'one', E: '' })).toBe(expected)
})
