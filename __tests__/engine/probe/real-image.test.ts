import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { probeImages } from '../../../src/probe/probe-images.ts'
import type { ProbedSide } from '../../../src/probe/probe-target.ts'
import type { ProbeWorld } from '../../../src/probe/run-container.ts'
import { leftBehind, probe, probeWorld } from './probe-world.ts'
import { buildDockerfile, builtSide } from './tiny-image.ts'

const repository = `isg-probe-real-${process.pid}`
const [beforeTag, afterTag] = [`${repository}:before`, `${repository}:after`] as const
let world: ProbeWorld
let before: ProbedSide
let after: ProbedSide

beforeAll(async () => {
  world = await probeWorld()
  const state = join(import.meta.dirname, '../../../.image-size-guard/base-image')
  const base = (await readFile(state, 'utf8')).trim()
  // Large enough to be seen; a script is a program too.
  const compiler =
    'RUN printf "#!/bin/sh\\necho gcc 12\\n%5000s" "" > /usr/bin/gcc-12 && chmod 755 /usr/bin/gcc-12'
  const links =
    'RUN ln -s gcc-12 /usr/bin/gcc && ln -s /usr/bin/gcc /etc/alternatives/cc && ln -s /etc/alternatives/cc /usr/bin/cc'
  await buildDockerfile(world.docker, beforeTag, [`FROM ${base}`, compiler, links])
  const removal = 'RUN rm /usr/bin/gcc-12 /usr/bin/gcc /etc/alternatives/cc /usr/bin/cc'
  const doc = 'RUN mkdir -p /usr/share/doc/gcc-12-base && mkdir /usr/share/doc/gcc'
  await buildDockerfile(world.docker, afterTag, [`FROM ${base}`, compiler, links, removal, doc])
  ;[before, after] = await inspect()
}, 120_000)

afterAll(async () => {
  await world.docker.images.remove(beforeTag)
  await world.docker.images.remove(afterTag)
})

async function inspect(): Promise<[ProbedSide, ProbedSide]> {
  const idOf = async (tag: string): Promise<string> => (await world.docker.images.inspect(tag))?.id ?? ''
  const [beforeId, afterId] = [await idOf(beforeTag), await idOf(afterTag)]
  const pair = {
    before: { id: beforeId, baseDiffIds: null, instructions: [], provenance: null },
    after: { id: afterId, baseDiffIds: null, instructions: [], provenance: null },
  }
  const inspected = await inspectImages(pair, {
    ...world,
    engine: await world.docker.info(),
    access: 'auto',
    cache: null,
  })
  if (!inspected.before) throw new Error('no before side')
  return [
    { inspected: inspected.before, built: builtSide(beforeTag, beforeId, null) },
    { inspected: inspected.after, built: builtSide(afterTag, afterId, null) },
  ]
}

test('a compiler is there before and proved absent after, though its bytes still ship', async () => {
  const specs = [
    probe('absent', ['gcc']),
    probe('absent', ['cc']),
    probe('expect-fail', ['gcc', '--version']),
    probe('expect-pass', ['python3', '--version']),
    probe('expect-pass', ['gcc', '--version']),
  ]
  const results = await probeImages({ specs, before, after, checkout: '/' }, world)
  expect(results.map(({ side, status, outcome }) => `${side} ${status} ${outcome}`)).toEqual([
    'after pass not_found',
    'after pass not_found',
    'after pass not_found',
    'after pass ran',
    'after fail not_found',
    'before fail null',
    'before fail null',
    'before fail ran',
    'before pass ran',
    'before pass ran',
  ])
  expect(results[0]?.shipped).toContainEqual({
    path: '/usr/bin/gcc-12',
    layer: expect.any(Number),
    bytes: 5022,
  })
  expect(results[0]?.nearMisses.map(({ path }) => path)).toContain('/usr/share/doc/gcc')
  expect(results[3]?.output).toMatch(/^Python 3\.\d+/)
  expect(results[5]?.matches.map(({ path }) => path).sort()).toEqual(['/usr/bin/gcc', '/usr/bin/gcc-12'])
  expect(results[6]?.reason).toContain('/usr/bin/cc (link to /usr/bin/gcc-12)')
  expect(results.map((result) => JSON.parse(JSON.stringify(result)))).toEqual(results)
  expect(await leftBehind(world)).toEqual([])
}, 60_000)

test('what a shell says of a missing command, and a broken PATH, prove nothing', async () => {
  const specs = [
    probe('expect-fail', ['sh', '-c', 'gcc --version']),
    probe('expect-fail', ['python3', '--version'], { env: { PATH: '/nowhere' } }),
    probe('expect-fail', ['sh', '-c', 'exit 3']),
    probe('expect-fail', ['gone-by-itself', '--version'], { env: { PATH: '/nowhere' } }),
  ]
  const results = await probeImages({ specs, before: null, after, checkout: '/' }, world)
  expect(results.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
    'fail ran',
    'fail not_found',
    'pass ran',
    'pass not_found',
  ])
  expect(results[0]?.reason).toMatch(/^exited 127: /)
  expect(results[1]?.reason).toMatch(/python3 is in the image: \/usr\//)
}, 60_000)
