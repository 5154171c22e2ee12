import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildImage, type ImageBuild } from '../../../src/build/build-image.ts'
import type { Builder } from '../../../src/build/choose-builder.ts'
import { diffImages } from '../../../src/diff/diff-images.ts'
import type { ImageDiff } from '../../../src/diff/image-diff.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { judge } from '../../../src/judge/judge.ts'
import { aLimit, aSide, options } from '../../unit/judge/build-facts.ts'
import { type EngineWorld, engineWorld, planFor, writeTree } from '../build/engine-world.ts'

const buildx: Builder = { kind: 'buildx', version: '0.29.1' }
const engineApi: Builder = { kind: 'engine-api', buildkit: true, why: 'a test' }
const classic: Builder = { kind: 'engine-api', buildkit: false, why: 'a test' }
const repository = `image-size-guard-base-test-${process.pid}`
const [moving, other] = [`${repository}:1`, `${repository}:2`]
let world: EngineWorld

beforeAll(async () => {
  world = await engineWorld()
})

afterAll(async () => {
  for (const reference of [moving, other]) await world.docker.images.remove(reference)
  expect(await world.end()).toEqual([])
}, 60_000)

/** Gives a tag to a new image with one file of that many bytes. */
async function makeBase(bytes: number, tag: string): Promise<void> {
  const data = randomBytes(bytes).toString('hex').slice(0, bytes)
  const tree = await writeTree(world, { Dockerfile: 'FROM scratch\nCOPY data /data\n', data })
  const { imageId } = await buildImage(planFor(tree), classic, world)
  await world.docker.images.tag(imageId ?? '', repository, tag)
}

async function build(builder: Builder, text: string, app: number, buildArgs = {}): Promise<ImageBuild> {
  const tree = await writeTree(world, { Dockerfile: text, app: 'a'.repeat(app) })
  const built = await buildImage(planFor(tree, { buildArgs }), builder, world)
  expect(built.error).toBeNull()
  return built
}

async function compare(before: ImageBuild, after: ImageBuild) {
  const { docker, mark, signal } = world
  const wanted = ({ imageId, base, instructions, provenance }: ImageBuild) => ({
    ...{ id: imageId ?? '', baseDiffIds: base?.diffIds ?? null, instructions, provenance },
  })
  const pair = { before: wanted(before), after: wanted(after) }
  const engine = await docker.info()
  const images = await inspectImages(pair, {
    docker,
    engine,
    access: 'auto' as const,
    mark,
    cache: null,
    signal,
  })
  const [old, now] = [images.before?.image ?? null, images.after.image]
  if (!old) throw new Error('the before image was not measured')
  const diff = diffImages(old, now, { before: before.base, after: after.base })
  const sides = { change: 'pair', before: aSide({ side: 'before' }), after: aSide() } as const
  const limits = [
    aLimit({ limit: 100 }),
    aLimit({ limit: 99, level: 'warn' }),
    aLimit({ name: 'max-size', limit: 3599 }),
  ]
  const { limits: results } = judge(
    { pair: sides, before: old, after: now, diff, probes: [], dive: null },
    limits,
    options,
  )
  return { diff, results: results.map(({ actual, status }) => [actual, status]) }
}

function told({ base, delta }: ImageDiff): unknown[] {
  return [base.change, base.before?.reference, base.after?.reference, base.delta, delta.own, delta.size]
}

test.each([
  ['buildx', buildx],
  ["the engine's API", engineApi],
])(
  'a tag that moves between the builds of the sides is no growth of this change, by %s',
  async (_, builder) => {
    const text = `FROM ${moving}\nCOPY app /app\n`
    await makeBase(1000, '1')
    const before = await build(builder, text, 500)
    await makeBase(3000, '1')
    const after = await build(builder, text, 600)
    const { diff, results } = await compare(before, after)
    expect(told(diff)).toEqual(['moved', moving, moving, 2000, 100, 2100])
    expect(results).toEqual([
      [100, 'met'],
      [100, 'crossed'],
      [3600, 'crossed'],
    ])
  },
  60_000,
)

test('a FROM or a build argument that names another base counts', async () => {
  await makeBase(1000, '1')
  await makeBase(3000, '2')
  const text = 'ARG BASE\nFROM $BASE AS parent\nFROM parent\nCOPY app /app\n'
  const before = await build(buildx, text, 500, { BASE: moving })
  const after = await build(buildx, text, 500, { BASE: other })
  const { diff, results } = await compare(before, after)
  expect(told(diff)).toEqual(['replaced', moving, other, 2000, 0, 2000])
  expect(results[0]).toEqual([2000, 'crossed'])
}, 60_000)

test('the same base, and a base that begins, are told', async () => {
  await makeBase(1000, '1')
  const text = `FROM ${moving}\nCOPY app /app\n`
  const [before, after] = [await build(buildx, text, 500), await build(buildx, text, 600)]
  expect(told((await compare(before, after)).diff)).toEqual(['same', moving, moving, 0, 100, 100])
  const bare = await build(buildx, 'FROM scratch\nCOPY app /app\n', 500)
  expect(told((await compare(bare, after)).diff)).toEqual(['replaced', 'scratch', moving, 1000, 100, 1100])
}, 60_000)
