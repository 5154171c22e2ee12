import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { ProbeSpec } from '../../../src/config/config.ts'
import { probeImages } from '../../../src/probe/probe-images.ts'
import type { ProbeResult } from '../../../src/probe/result.ts'
import type { ProbeWorld } from '../../../src/probe/run-container.ts'
import { leftBehind, probe, probeWorld } from './probe-world.ts'
import { buildTinyImage, compileProgram, type TinyFile, tinySide } from './tiny-image.ts'

const tag = `isg-probe-absent:${process.pid}`
let world: ProbeWorld
let files: Record<string, TinyFile>

beforeAll(async () => {
  world = await probeWorld()
  const program = await compileProgram()
  const data = { mode: 0o644, content: '# bash completion' }
  // No shell anywhere: as distroless.
  files = {
    '/usr/bin/cc': '/etc/alternatives/cc',
    '/etc/alternatives/cc': '/usr/bin/gcc-12',
    '/usr/bin/gcc-12': { mode: 0o755, content: program },
    '/usr/bin/ld': { mode: 0o644, content: program },
    '/usr/lib/tools/as': { mode: 0o644, content: program },
    '/usr/lib/tools/m4': { mode: 0o644, content: '#!/bin/sh\n' },
    '/usr/share/completions/make': data,
    '/usr/share/doc/make/': null,
    '/usr/share/completions/m5': '../link-target',
    '/usr/share/link-target': data,
  }
  await buildTinyImage(world.docker, tag, files, ['ENV PATH=/usr/bin'])
})

afterEach(async () => {
  expect(await leftBehind(world)).toEqual([])
})

afterAll(async () => {
  await world.docker.images.remove(tag)
})

async function run(...specs: ProbeSpec[]): Promise<ProbeResult[]> {
  const shipped = [{ path: '/usr/bin/g++', layer: 0, size: 4096 }]
  const after = await tinySide(world.docker, tag, files, null, shipped)
  return probeImages({ specs, before: null, after, checkout: '/' }, world)
}

test('a program that is in no file and that no start finds is proved absent', async () => {
  const [make, gplusplus] = await run(probe('absent', ['make']), probe('absent', ['g++']))
  expect(make).toMatchObject({
    status: 'pass',
    outcome: 'not_found',
    proof: { state: 'proved' },
    matches: [],
    shipped: [],
  })
  expect(make?.nearMisses.map(({ path }) => path).sort()).toEqual([
    '/usr/share/completions/make',
    '/usr/share/doc/make',
  ])
  expect(gplusplus).toMatchObject({
    status: 'pass',
    shipped: [{ path: '/usr/bin/g++', layer: 0, bytes: 4096 }],
  })
  expect(gplusplus?.reason).toContain('4096 bytes of it still ship in layer 1')
})

test.each([
  ['cc', '/usr/bin/cc', 'link to /usr/bin/gcc-12', 'ran'],
  ['gcc', '/usr/bin/gcc-12', 'executable file', 'not_found'],
  ['ld', '/usr/bin/ld', 'file without execute bit', 'not_found'],
  ['as', '/usr/lib/tools/as', 'file without execute bit', 'not_found'],
  ['m4', '/usr/lib/tools/m4', 'file without execute bit', 'not_found'],
])('%s is not absent', async (name, path, type, outcome) => {
  const [result] = await run(probe('absent', [name]))
  expect(result).toMatchObject({ status: 'fail', outcome, proof: { state: 'refuted' } })
  expect(result?.matches).toContainEqual({ path, type, owner: null })
  expect(result?.reason).toContain(path)
})

test('an exact name does not cover the versioned ones, and a link to data elsewhere is no program', async () => {
  const results = await run(probe('absent', ['gcc'], { exact: true }), probe('absent', ['m5']))
  expect(results.map(({ status }) => status)).toEqual(['pass', 'pass'])
})

test('a command that is expected to fail is not satisfied by a versioned program', async () => {
  const [gcc, make] = await run(
    probe('expect-fail', ['gcc', '--version']),
    probe('expect-fail', ['make', '--version']),
  )
  expect(gcc).toMatchObject({ status: 'fail', outcome: 'not_found' })
  expect(gcc?.reason).toContain('/usr/bin/gcc-12')
  expect(make).toMatchObject({ status: 'pass', outcome: 'not_found', proof: { state: 'proved' } })
})

test('an image that is gone proves nothing', async () => {
  const after = await tinySide(world.docker, tag, files)
  const gone = `sha256:${'0'.repeat(64)}`
  const inspected = { ...after.inspected, image: { ...after.inspected.image, id: gone } }
  const specs = [probe('absent', ['make']), probe('expect-fail', ['make'])]
  const results = await probeImages(
    { specs, before: null, after: { ...after, inspected }, checkout: '/' },
    world,
  )
  expect(results.map(({ status, outcome }) => [status, outcome])).toEqual([
    ['error', 'image_missing'],
    ['error', 'image_missing'],
  ])
})

test('both sides: one image serves both, the before side is information', async () => {
  const after = await tinySide(world.docker, tag, files)
  const specs = [probe('absent', ['make']), probe('absent', ['cc'])]
  const results = await probeImages({ specs, before: after, after, checkout: '/' }, world)
  expect(results.map(({ side, informational, status }) => [side, informational, status])).toEqual([
    ['after', false, 'pass'],
    ['after', false, 'fail'],
    ['before', true, 'pass'],
    ['before', true, 'fail'],
  ])
  expect(results[2]?.ms).toBe(results[0]?.ms)
})
