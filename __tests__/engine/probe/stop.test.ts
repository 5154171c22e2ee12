import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Docker, EngineError } from '../../../src/effects/docker/docker.ts'
import { Stopped } from '../../../src/effects/stop.ts'
import { probeImages } from '../../../src/probe/probe-images.ts'
import { leftBehind, probe, probeWorld } from './probe-world.ts'
import { buildTinyImage, compileProgram, type TinyFile, tinySide } from './tiny-image.ts'

const tag = `isg-probe-stop:${process.pid}`
let docker: Docker
let files: Record<string, TinyFile>

beforeAll(async () => {
  docker = (await probeWorld()).docker
  files = { '/bin/program': { mode: 0o755, content: await compileProgram() } }
  await buildTinyImage(docker, tag, files, ['ENV PATH=/bin'])
})

afterAll(async () => {
  await docker.images.remove(tag)
})

test('a run that is stopped ends at once, and cleanup leaves no container', async () => {
  const stop = new AbortController()
  const world = await probeWorld(stop.signal)
  const forever = probe('expect-pass', ['program', 'forever'])
  const specs = [forever, forever, forever, probe('absent', ['gcc'])]
  const after = await tinySide(docker, tag, files)
  setTimeout(() => stop.abort(new Stopped('SIGINT', 'interrupted by SIGINT')), 900)
  const begin = Date.now()
  const results = await probeImages({ specs, before: null, after, checkout: '/' }, world)
  expect(Date.now() - begin).toBeLessThan(5000)
  expect(results.map(({ status, outcome, reason }) => [status, outcome, reason])).toEqual(
    specs.map(() => ['error', null, 'not finished: interrupted by SIGINT']),
  )
  expect(await world.cleanup.run()).toEqual([])
  expect(await leftBehind(world)).toEqual([])
})

test('an engine that goes away in the middle is an error of every probe, and loses none', async () => {
  const world = await probeWorld()
  const gone = async (): Promise<never> => {
    throw new EngineError('socket hang up', null)
  }
  const broken: Docker = { ...world.docker, containers: { ...world.docker.containers, start: gone } }
  const after = await tinySide(docker, tag, files)
  const specs = [probe('absent', ['gcc']), probe('expect-fail', ['gcc']), probe('expect-pass', ['program'])]
  const results = await probeImages(
    { specs, before: null, after, checkout: '/' },
    { ...world, docker: broken },
  )
  expect(results.map(({ status, outcome }) => [status, outcome])).toEqual(
    specs.map(() => ['error', 'engine_error']),
  )
  expect(await leftBehind(world)).toEqual([])
})
