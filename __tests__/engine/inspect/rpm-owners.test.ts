import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import {
  type Containers,
  type Docker,
  EngineError,
  type EngineInfo,
} from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import type { RunMark } from '../../../src/effects/mark.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { database } from '../../unit/inspect/owners/rpm-databases/database.ts'
import { loadImage } from './load-image.ts'

const repository = `isg-rpm-test-${process.pid}`
const [sound, broken] = [`${repository}:sound`, `${repository}:broken`]
const mark: RunMark = { run: `${process.pid.toString(16)}abd`, owner: 'test', deadline: 2_000_000_000 }
const { signal } = new AbortController()
const sqlite = database('rpmdb.sqlite')
let docker: Docker
let engine: EngineInfo

const files = [
  { name: 'var/lib/rpm', type: 'symlink' as const, linkname: '../../usr/lib/sysimage/rpm' },
  { name: 'usr/bin/hello', content: 'h'.repeat(100) },
  { name: 'usr/lib/foo-i686/libfoo.so', content: 'i'.repeat(20) },
  { name: 'usr/share/foo/data', content: 'd'.repeat(3) },
  { name: 'opt/mine', content: 'm' },
]

beforeAll(async () => {
  docker = await connectDocker(await resolveEndpoint(process.env), process.env)
  engine = await docker.info()
  const at = 'usr/lib/sysimage/rpm/rpmdb.sqlite'
  await loadImage({ layers: [files, [{ name: at, content: sqlite }]] }, sound)
  await loadImage({ layers: [files, [{ name: at, content: sqlite.subarray(0, 20_000) }]] }, broken)
}, 60_000)

afterAll(async () => {
  await docker.images.remove(sound)
  await docker.images.remove(broken)
})

async function inspect(tag: string, over: Docker = docker): Promise<Image> {
  const details = await docker.images.inspect(tag)
  const after = { id: details?.id ?? '', baseDiffIds: null, instructions: [], provenance: null }
  const read = await inspectImages(
    { before: null, after },
    { docker: over, engine, access: 'auto', mark, cache: null, signal },
  )
  return read.after.image
}

test('the packages of an rpm database own their bytes, however the engine gives the database', async () => {
  const { owners, live } = await inspect(sound)
  const listed = owners
    ?.map(({ kind, name, version, bytes }) => `${kind} ${name} ${version}: ${bytes}`)
    .sort()
  expect(listed).toEqual([
    'directory /opt null: 1',
    'directory /var/lib null: 26',
    `generated rpm database null: ${sqlite.length}`,
    'package hello 2:1.0-3.fc40: 100',
    'package libfoo 4.2-1: 3',
    'package libfoo.i686 4.2-1: 20',
  ])
  expect(owners?.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(live)
  const { containers } = docker
  const create: Containers['create'] = async (spec) => {
    if (spec.mounts.some(({ source }) => source?.includes('/diff/'))) throw new EngineError('no', 400)
    return containers.create(spec)
  }
  expect((await inspect(sound, { ...docker, containers: { ...containers, create } })).owners).toEqual(owners)
})

test('a broken rpm database leaves the owners unknown, with the reason, and the sizes known', async () => {
  const { owners, ownersProblem, live } = await inspect(broken)
  expect(owners).toBeNull()
  expect(ownersProblem).toMatch(
    /^the package databases could not be read: .*\/rpm\/rpmdb\.sqlite: SQLite: it names page \d+ and has 4$/,
  )
  expect(live).toBe(150 + 20_000)
})
