import { expect, test } from '@jest/globals'
import { apiReader } from '../../../src/build/api-update.ts'
import { type BuildEvents, buildEvents } from '../../../src/build/build-events.ts'
import { noUpdate } from '../../../src/build/build-update.ts'
import { readDockerfile } from '../../../src/build/dockerfile-lines.ts'
import { readRawJson } from '../../../src/build/rawjson-update.ts'
import { failingDockerfile, legacyMessages, rawJsonLines, traceMessages } from './recorded.ts'

const fresh = (): BuildEvents => buildEvents('docker/Dockerfile', readDockerfile(failingDockerfile))
const api = (messages: readonly unknown[]): BuildEvents => {
  const events = fresh()
  const read = apiReader()
  messages.forEach((message, index) => {
    events.add(read(message, 1000 + index * 10))
  })
  return events
}
const buildx = (lines: readonly string[]): BuildEvents => {
  const events = fresh()
  for (const line of lines) events.add(readRawJson(line))
  return events
}

test('buildx: steps with stage, line, time, and the one that failed with its last lines', () => {
  const events = buildx(rawJsonLines)
  expect(events.steps().map(({ name, ...step }) => ({ name: name.slice(0, 22), ...step }))).toEqual([
    {
      name: '[builder 1/3] FROM doc',
      stage: 'builder',
      file: 'docker/Dockerfile',
      line: 1,
      cached: true,
      ms: 0,
    },
    {
      name: '[builder 2/3] RUN echo',
      stage: 'builder',
      file: 'docker/Dockerfile',
      line: 2,
      cached: false,
      ms: 267,
    },
    {
      name: '[builder 3/3] RUN prin',
      stage: 'builder',
      file: 'docker/Dockerfile',
      line: 3,
      cached: false,
      ms: 410,
    },
    {
      name: '[stage-1 1/1] COPY --f',
      stage: 'stage-1',
      file: 'docker/Dockerfile',
      line: 6,
      cached: false,
      ms: null,
    },
  ])
  expect(events.failure()).toMatchObject({
    step: { line: 3, stage: 'builder' },
    message: "executor failed running [/bin/sh -c printf 'partial'; echo err >&2;   exit 3]: exit code: 3",
    log: ['err', 'partial'],
  })
})

test('steps stand in the order of the Dockerfile, whichever stage the builder comes to first', () => {
  const events = fresh()
  const names = ['[stage-1 1/1] COPY --from=builder /x /x', '[builder 1/3] FROM docker.io/library/base']
  const vertexes = names.map((name) => ({
    id: name,
    name,
    cached: false,
    started: 1,
    completed: 2,
    error: '',
  }))
  events.add({ ...noUpdate, vertexes })
  expect(events.steps().map(({ line }) => line)).toEqual([1, 6])
})

test("the engine's BuildKit: the same facts from its traces", () => {
  const events = api(traceMessages)
  expect(events.steps().map(({ stage, line, cached }) => [stage, line, cached])).toEqual([
    ['builder', 1, false],
    ['builder', 2, true],
    ['builder', 3, false],
    ['stage-1', 6, false],
  ])
  expect(events.steps()[2]?.ms).toBe(257)
  expect(events.failure()).toMatchObject({
    step: { line: 3 },
    message: "executor failed running [/bin/sh -c printf 'partial'; echo err >&2;   exit 3]: exit code: 3",
    log: ['partialerr'],
  })
})

test('the legacy builder: steps from its text, times from the arrival of the lines', () => {
  const events = api(legacyMessages)
  expect(events.steps()).toMatchObject([
    { name: 'Step 1/5 : FROM image-size-guard/python:3.11-slim AS builder', line: 1, ms: 30 },
    { name: 'Step 2/5 : RUN echo one', stage: 'builder', line: 2, ms: 60 },
    { line: 3 },
  ])
  expect(events.failure()).toMatchObject({ step: { line: 3 }, message: /non-zero code: 3$/ })
  expect(events.failure()?.log.join('\n')).toContain('partial')
})

test('a Dockerfile that cannot be parsed fails without a step, with the words of the builder', () => {
  const line =
    'ERROR: failed to build: failed to solve: dockerfile parse error on line 4: unknown instruction: B'
  expect(buildx([line]).failure()).toEqual({
    step: null,
    message: 'dockerfile parse error on line 4: unknown instruction: B',
    log: [line],
  })
})

test('a step that was cancelled beside the failing one is not blamed', () => {
  const events = fresh()
  const vertex = (id: string, error: string) => ({
    ...{ id, name: `[${id} 1/1] RUN x`, cached: false, started: 1, completed: 2 },
    error,
  })
  events.add({
    ...noUpdate,
    vertexes: [vertex('a', 'context canceled: context canceled'), vertex('b', 'exit 1')],
  })
  expect(events.failure()?.step?.name).toBe('[b 1/1] RUN x')
})

test('changes tell start, output and end in order, also when one update brings them all', () => {
  const events = fresh()
  const changes = events.add({
    ...noUpdate,
    vertexes: [{ id: 'a', name: 'x', cached: false, started: 1, completed: 5, error: '' }],
    logs: [
      { id: 'a', data: Buffer.from('one\r\ntw') },
      { id: 'a', data: Buffer.from('o') },
    ],
  })
  expect(changes.map(({ kind, lines, number, instruction }) => [kind, lines, number, instruction])).toEqual([
    ['started', [], 1, false],
    ['output', ['one'], 1, false],
    ['output', ['two'], 1, false],
    ['finished', [], 1, false],
  ])
})

test('only the last 20 lines are kept, and a line without end does not grow', () => {
  const events = fresh()
  const log = (text: string) => events.add({ ...noUpdate, logs: [{ id: 'a', data: Buffer.from(text) }] })
  events.add({
    ...noUpdate,
    vertexes: [{ id: 'a', name: 'x', cached: false, started: 1, completed: null, error: 'e' }],
  })
  log(Array.from({ length: 500 }, (_, index) => `line ${index}\n`).join(''))
  for (let index = 0; index < 50; index++) log('y'.repeat(10_000))
  const last = events.failure()?.log ?? []
  expect(last).toHaveLength(20)
  expect(Math.max(...last.map((line) => line.length))).toBe(4000)
})

test('lines that are no status are the words of the client', () => {
  for (const line of ['{broken', 'WARNING: x', '[]', '{"vertexes":7,"logs":[null]}']) {
    expect(readRawJson(line).vertexes).toEqual([])
  }
  expect(readRawJson('{broken').messages).toEqual(['{broken'])
})

test('messages of the engine that are none of ours are passed over', () => {
  const read = apiReader()
  expect([null, 7, 'x', {}, { aux: { ID: 'sha256:0' } }].map((message) => read(message, 0))).toEqual(
    Array(5).fill(noUpdate),
  )
})
