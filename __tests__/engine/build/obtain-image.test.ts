import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { buildImage } from '../../../src/build/build-image.ts'
import { obtainImage } from '../../../src/build/obtain-image.ts'
import { UserError } from '../../../src/errors.ts'
import { type EngineWorld, engineWorld, planFor, writeTree } from './engine-world.ts'
import { type LocalRegistry, localRegistry } from './local-registry.ts'

let registry: LocalRegistry
let world: EngineWorld
beforeAll(async () => {
  registry = await localRegistry()
})
afterAll(() => registry.close())
beforeEach(async () => {
  world = await engineWorld()
})
afterEach(async () => {
  expect(await world.end()).toEqual([])
})
const plain = { platform: null, pull: false }

test('an image that is not there is pulled, and gone afterwards', async () => {
  const digest = await registry.push('a/b', '1', randomUUID())
  const reference = `${registry.host}/a/b:1`
  const obtained = await obtainImage(reference, plain, world)
  expect(obtained).toMatchObject({
    reference,
    imageId: expect.stringMatching(/^sha256:/),
    pulled: { digest, createdAt: '2024-01-02T03:04:05Z', fresh: true },
    error: null,
  })
  expect(world.lines).toContain(`info: docker pull ${reference}`)
  expect(world.lines.at(-1)).toMatch(
    new RegExp(`^info: ${reference}: ${digest}, made \\d+ (months|years) ago$`),
  )
  await world.cleanup.run()
  expect(await world.docker.images.inspect(obtained.imageId ?? '')).toBeNull()
})

test('an image of the engine is taken as it is and stays', async () => {
  await registry.push('kept', '1', randomUUID())
  const reference = `${registry.host}/kept:1`
  const owner = await engineWorld()
  await obtainImage(reference, plain, owner)
  expect(await obtainImage(reference, plain, world)).toMatchObject({ pulled: { fresh: false }, error: null })
  await world.cleanup.run()
  expect(await world.docker.images.inspect(reference)).not.toBeNull()
  expect(await owner.end()).toEqual([])
})

test('pull refreshes, and the name goes back to the old image afterwards', async () => {
  await registry.push('moving', 'latest', `old ${randomUUID()}`)
  const reference = `${registry.host}/moving`
  const owner = await engineWorld()
  const old = await obtainImage(reference, plain, owner)
  const digest = await registry.push('moving', 'latest', `new ${randomUUID()}`)
  const fresh = await obtainImage(reference, { ...plain, pull: true }, world)
  expect(fresh).toMatchObject({ pulled: { digest, fresh: true } })
  expect(fresh.imageId).not.toBe(old.imageId)
  expect(await world.cleanup.run()).toEqual([])
  expect((await world.docker.images.inspect(reference))?.id).toBe(old.imageId)
  expect(await world.docker.images.inspect(fresh.imageId ?? '')).toBeNull()
  expect(await owner.end()).toEqual([])
})

test('by digest', async () => {
  const digest = await registry.push('pinned', '1', randomUUID())
  const obtained = await obtainImage(`${registry.host}/pinned@${digest}`, plain, world)
  expect(obtained).toMatchObject({ pulled: { digest }, error: null })
  await world.cleanup.run()
  expect(await world.docker.images.inspect(obtained.imageId ?? '')).toBeNull()
})

test.each([
  ['a tag that is not there', () => `${registry.host}/a/b:none`, 'not-found'],
  ['a registry that wants credentials', () => `${registry.host}/denied/x:1`, 'denied'],
  ['a registry that does not answer', () => 'localhost:1/x:1', 'failed'],
])('%s', async (_, reference, kind) => {
  const obtained = await obtainImage(reference(), plain, world)
  expect(obtained).toMatchObject({ imageId: null, pulled: null, error: { stage: 'pull', kind } })
  expect(obtained.error?.message).toContain(`${reference()}: `)
})

test('the wrong platform is never taken for the right one', async () => {
  await registry.push('arch', '1', randomUUID())
  const obtained = await obtainImage(
    `${registry.host}/arch:1`,
    { platform: 'linux/arm64', pull: false },
    world,
  )
  expect(obtained.imageId).toBeNull()
  expect(obtained.error?.stage).toBe('pull')
})

test('what is no reference is refused before anything is asked', async () => {
  await expect(obtainImage('--all-tags', plain, world)).rejects.toThrow(UserError)
  expect(world.lines).toEqual([])
})

test('the engine API builds on images that were pulled before, and removes them', async () => {
  const digest = await registry.push('base', '1', randomUUID())
  const base = `${registry.host}/base:1`
  const tree = await writeTree(world, { Dockerfile: `FROM ${base}\nCOPY x /x\n`, x: '1' })
  const built = await buildImage(planFor(tree), { kind: 'engine-api', buildkit: true, why: 'a test' }, world)
  expect(built).toMatchObject({
    error: null,
    base: { reference: base, digest, diffIds: [expect.any(String)] },
  })
  expect(await world.cleanup.run()).toEqual([])
  expect(await world.docker.images.inspect(base)).toBeNull()
})

test('with buildx too, digest and layers of the base are known, and it is gone afterwards', async () => {
  const digest = await registry.push('base', '2', randomUUID())
  const base = `${registry.host}/base:2`
  const tree = await writeTree(world, { Dockerfile: `ARG BASE\nFROM $BASE\nCOPY x /x\n`, x: '1' })
  const plan = planFor(tree, { buildArgs: { BASE: base } })
  const built = await buildImage(plan, { kind: 'buildx', version: '0.29.1' }, world)
  expect(built).toMatchObject({
    error: null,
    base: { reference: base, digest, diffIds: [expect.any(String)] },
  })
  expect(await world.cleanup.run()).toEqual([])
  expect(await world.docker.images.inspect(base)).toBeNull()
})
