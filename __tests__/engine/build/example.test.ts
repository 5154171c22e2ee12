import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { buildImage } from '../../../src/build/build-image.ts'
import type { Builder } from '../../../src/build/choose-builder.ts'
import { engineWorld, planFor, shellBase } from './engine-world.ts'

const builders: Builder[] = [
  { kind: 'buildx', version: '0.29.1' },
  { kind: 'engine-api', buildkit: true, why: 'a test' },
]

test('the multi-stage example has equal sizes with buildx and without', async () => {
  const world = await engineWorld()
  try {
    const sizes: number[][] = []
    for (const builder of builders) {
      const settings = {
        context: 'examples/multi-stage',
        file: 'examples/multi-stage/docker/Dockerfile',
        buildArgs: { BASE_IMAGE: shellBase },
      }
      const plan = planFor(fileURLToPath(new URL('../../..', import.meta.url)), settings)
      const built = await buildImage(plan, builder, world)
      expect(built.error).toBeNull()
      expect(built.base?.reference).toBe(shellBase)
      // Both stages share the step of their base, which bears the name of either.
      const lines = built.build?.steps.map(({ line }) => line).filter((line) => line !== 3 && line !== 16)
      expect(lines).toEqual([5, 9, 11, 12, 14, 18, 24, 25, 27])
      sizes.push((await world.docker.images.history(built.imageId ?? '')).map(({ size }) => size))
    }
    expect(sizes[0]).toEqual(sizes[1])
    expect(sizes[0]?.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(100_000_000)
  } finally {
    expect(await world.end()).toEqual([])
  }
}, 600_000)
