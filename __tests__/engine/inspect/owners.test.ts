import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { buildImage } from '../../../src/build/build-image.ts'
import type { BuiltSide } from '../../../src/build/built.ts'
import { diffImages } from '../../../src/diff/diff-images.ts'
import {
  type Containers,
  type Docker,
  EngineError,
  type EngineInfo,
} from '../../../src/effects/docker/docker.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { type ImageToInspect, inspectImages } from '../../../src/inspect/inspect-images.ts'
import { type EngineWorld, engineWorld, planFor, shellBase } from '../build/engine-world.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let world: EngineWorld
let engine: EngineInfo
let sides: { before: ImageToInspect; after: ImageToInspect }
let images: { before: Image; after: Image }

beforeAll(async () => {
  world = await engineWorld()
  engine = await world.docker.info()
  sides = { before: await build('before', 'Dockerfile.single'), after: await build('after', 'Dockerfile') }
  images = await inspect(world.docker)
}, 600_000)

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

async function build(side: BuiltSide['side'], file: string): Promise<ImageToInspect> {
  const settings = {
    context: 'examples/multi-stage',
    file: `examples/multi-stage/docker/${file}`,
    buildArgs: { BASE_IMAGE: shellBase },
  }
  const plan = { ...planFor(root, settings), side }
  const built = await buildImage(plan, { kind: 'buildx', version: '0.29.1' }, world)
  expect(built.error).toBeNull()
  const { imageId, base, instructions, provenance } = built
  return { id: imageId ?? '', baseDiffIds: base?.diffIds ?? null, instructions, provenance }
}

async function inspect(docker: Docker): Promise<{ before: Image; after: Image }> {
  const { before, after } = await inspectImages(sides, {
    ...world,
    engine,
    docker,
    access: 'auto',
    cache: null,
  })
  if (!before) throw new Error('no before side')
  return { before: before.image, after: after.image }
}

test('the packages of the compiler leave the multi-stage example, and the owners add up', () => {
  const { owners, delta } = diffImages(images.before, images.after, { before: null, after: null })
  const deltaOf = (name: string) => owners?.find((owner) => owner.name === name)?.delta
  for (const name of ['gcc-12', 'g++-12', 'cpp-12', 'make', 'build-essential']) {
    expect([name, Math.sign(deltaOf(name) ?? 0)]).toEqual([name, -1])
  }
  expect(owners?.reduce((sum, owner) => sum + owner.delta, 0)).toBe(delta.live)
  const before = images.before.owners ?? []
  expect(before.find(({ name }) => name === 'build-essential')?.requested).toBe(true)
  expect(before.find(({ name }) => name === 'gcc-12')?.requested).toBe(false)
  expect(before.find(({ name }) => name === 'tally')).toMatchObject({ kind: 'package', manager: 'python' })
})

test('the cause is build-essential with all that it needs, and the line that installs it', () => {
  const { causes, causesRest, delta } = diffImages(images.before, images.after, { before: null, after: null })
  const [cause] = causes ?? []
  expect(cause).toMatchObject({
    owner: { kind: 'package', manager: 'dpkg', name: 'build-essential' },
    ...{ change: 'removed', recommended: 0, side: 'before' },
    ...{ file: 'examples/multi-stage/docker/Dockerfile.single', line: 5 },
  })
  expect(cause?.pulledIn).toEqual(
    expect.arrayContaining(['gcc', 'gcc-12', 'g++', 'make', 'libc6-dev', 'dpkg-dev']),
  )
  expect(cause?.pulledIn).not.toContain('git')
  const sum = causes?.reduce((total, one) => total + one.delta, causesRest?.delta ?? 0)
  expect(sum).toBe(delta.size)
})

test('a package needs what apt says that it needs', async () => {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (one) => `--no-${one}`,
  )
  const asked = [
    'apt-cache',
    'depends',
    '--installed',
    '--recurse',
    ...only,
    'build-essential',
    'git',
    'python3',
  ]
  const [program = '', ...rest] = asked
  const args = ['run', '--rm', '--network', 'none', '--entrypoint', program, sides.before.id, ...rest]
  const { stdout } = await execa('docker', args)
  const said = stdout.split('\n').filter((line) => /^[a-z0-9]/.test(line))
  const list = images.before.dependencies ?? []
  const numberOf = (name: string) => list.findIndex((one) => one.manager === 'dpkg' && one.name === name)
  const found = new Set(['build-essential', 'git', 'python3'].map(numberOf))
  for (const id of found) for (const to of list[id]?.needs ?? []) found.add(to)
  expect(said.length).toBeGreaterThan(80)
  expect([...found].map((id) => list[id]?.name).sort()).toEqual(said.sort())
})

test('a package has the bytes of the files that dpkg lists for it', async () => {
  const sums = `
    for package in $(dpkg-query -W -f '\${Package}\\n'); do
      # Every package lists /bin and its like as a directory; the links there are those of base-files.
      merged='^/(bin|sbin|lib[0-9x]*)$'; [ "$package" != base-files ] || merged='^$'
      dpkg -L "$package" | grep '^/' | grep -vE "$merged" \\
        | xargs -d '\\n' stat -c '%F|%d:%i|%s' 2>/dev/null \\
        | awk -F'|' -v name="$package" '/^(regular|symbolic)/ && !seen[$2]++ { sum += $3 } END { print name, sum + 0 }'
    done`
  const args = ['run', '--rm', '--network', 'none', '--entrypoint', 'sh', sides.before.id, '-c', sums]
  const { stdout } = await execa('docker', args)
  const listed = new Map(stdout.split('\n').map((line) => line.split(' ') as [string, string]))
  const packages = (images.before.owners ?? []).filter(({ manager }) => manager === 'dpkg')
  // Compiled files of Python belong to the package of their source and are on no list.
  const compared = packages.filter(({ kind, name }) => kind === 'package' && !/python/.test(name))
  expect(compared.length).toBeGreaterThan(100)
  expect(compared.map(({ name, bytes }) => [name, String(bytes)])).toEqual(
    compared.map(({ name }) => [name, listed.get(name)]),
  )
}, 120_000)

test('a container of each image gives the same owners as the layers that the store keeps unpacked', async () => {
  const { containers } = world.docker
  const create: Containers['create'] = async (spec) => {
    if (spec.mounts.some(({ source }) => source?.includes('/diff/'))) throw new EngineError('no', 400)
    return containers.create(spec)
  }
  const other = await inspect({ ...world.docker, containers: { ...containers, create } })
  expect(other.before.ownersProblem).toBeNull()
  expect(other.before.owners).toEqual(images.before.owners)
  expect(other.before.dependencies).toEqual(images.before.dependencies)
  expect(other.after.owners).toEqual(images.after.owners)
}, 120_000)
