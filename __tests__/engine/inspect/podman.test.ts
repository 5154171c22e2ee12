import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { diffImages } from '../../../src/diff/diff-images.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { Docker, EngineInfo } from '../../../src/effects/docker/docker.ts'
import type { RunMark } from '../../../src/effects/mark.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { saveArchive } from './load-image.ts'

const isThere = spawnSync('podman', ['--version']).status === 0
const testWithPodman = isThere ? test : test.skip
const folder = mkdtempSync(join(tmpdir(), 'isg-podman-'))
const host = `unix://${folder}/podman.sock`
const mark: RunMark = { run: `${process.pid.toString(16)}90d`, owner: 'test', deadline: 2_000_000_000 }
let service: ChildProcess | null = null
let docker: Docker
let engine: EngineInfo

/** An engine of its own, which nobody else uses. */
beforeAll(async () => {
  if (!isThere) return
  const store = ['--root', `${folder}/root`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs']
  service = spawn('podman', [...store, 'system', 'service', '--time=0', host], { stdio: 'ignore' })
  for (let tries = 0; !existsSync(`${folder}/podman.sock`) && tries < 300; tries++) await setTimeout(100)
  docker = await connectDocker(host, process.env)
  engine = await docker.info()
}, 60_000)

afterAll(async () => {
  if (service) {
    service.kill()
    await once(service, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const base = [
  { name: 'usr/lib/libthing.so', content: 'c'.repeat(5000) },
  { name: 'usr/lib/again.so', type: 'link' as const, linkname: 'usr/lib/libthing.so' },
  { name: 'cache/one', content: 'x'.repeat(700) },
  {
    name: 'var/lib/dpkg/status',
    content: 'Package: thing\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n',
  },
  { name: 'var/lib/dpkg/info/thing.list', content: '/.\n/usr/lib/libthing.so\n' },
]
const top = [{ name: 'cache/.wh.one' }, { name: 'top', content: 't'.repeat(20) }]

async function load(layers: Parameters<typeof saveArchive>[0]['layers'], tag: string): Promise<string> {
  await execa('docker', ['--host', host, 'load'], { input: await saveArchive({ layers }, tag) })
  const details = await docker.images.inspect(tag)
  if (!details) throw new Error(`${tag} was not loaded`)
  return details.id
}

testWithPodman(
  "two images of Podman's socket are measured by one export (skipped where podman is missing)",
  async () => {
    expect(engine.store).toBe('podman')
    const ids = [await load([base], 'localhost/isg:one'), await load([base, top], 'localhost/isg:two')]
    const [before, after] = ids.map((id) => ({ id, baseDiffIds: null, instructions: [], provenance: null }))
    if (!before || !after) throw new Error('not loaded')
    const world = {
      docker,
      engine,
      access: 'auto' as const,
      mark,
      cache: null,
      signal: AbortSignal.timeout(60_000),
    }
    const pair = await inspectImages({ before, after }, world)
    const images = [pair.before?.image, pair.after.image]
    expect(
      images.map((image) => image?.layers.map(({ size, live, wasted }) => [size, live, wasted])),
    ).toEqual([
      [[5800, 5800, 0]],
      [
        [5800, 5100, 700],
        [20, 20, 0],
      ],
    ])
    for (const image of images) {
      expect(image).toMatchObject({ measuredBy: 'export', fellBack: [], ownersProblem: null })
      expect(image?.owners).toContainEqual(expect.objectContaining({ name: 'thing', bytes: 5000 }))
      expect(image?.engineSize?.list).toEqual(expect.any(Number))
      expect(image?.layers[0]?.instruction).toBe('RUN step 0')
    }
    if (pair.before)
      expect(diffImages(pair.before.image, pair.after.image, { before: null, after: null }).delta.size).toBe(
        20,
      )
    expect(await docker.containers.labelled('image-size-guard')).toEqual([])
  },
  120_000,
)
