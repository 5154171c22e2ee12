import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildImage, type ImageBuild } from '../../../src/build/build-image.ts'
import type { Builder } from '../../../src/build/choose-builder.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { type EngineWorld, engineWorld, planFor, shellBase, writeTree } from '../build/engine-world.ts'

const buildx: Builder = { kind: 'buildx', version: '0.29.1' }
const engineApi: Builder = { kind: 'engine-api', buildkit: true, why: 'a test' }
const classic: Builder = { kind: 'engine-api', buildkit: false, why: 'a test' }
const repository = fileURLToPath(new URL('../../..', import.meta.url))
let world: EngineWorld

beforeAll(async () => {
  world = await engineWorld()
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
}, 60_000)

/** Builds, measures, and shows each layer as `FILE:LINE-END [stage] [< copyFrom]`; layers of the base as `base`. */
async function linesOf(
  builder: Builder,
  tree: string,
  settings: Parameters<typeof planFor>[1],
): Promise<string[]> {
  const built = await buildImage(planFor(tree, settings), builder, world)
  expect(built.error).toBeNull()
  return (await measure(built)).layers.map(({ base, place, instruction }) => {
    if (base) return place ? 'a line in the base' : 'base'
    if (!place) return `${instruction}`
    const stage = place.stage === null ? '' : ` ${place.stage}`
    const from = place.copyFrom === null ? '' : ` < ${place.copyFrom}`
    return `${place.file.split('/').at(-1)}:${place.line}-${place.endLine}${stage}${from}`
  })
}

async function measure({ imageId, base, instructions, provenance }: ImageBuild): Promise<Image> {
  const after = { id: imageId ?? '', baseDiffIds: base?.diffIds ?? null, instructions, provenance }
  const { docker, mark, signal } = world
  const engine = await docker.info()
  return (
    await inspectImages(
      { before: null, after },
      { docker, engine, access: 'auto' as const, mark, cache: null, signal },
    )
  ).after.image
}

const example = (file: string) => ({
  context: 'examples/multi-stage',
  file: `examples/multi-stage/docker/${file}`,
  buildArgs: { BASE_IMAGE: shellBase },
})

test.each([
  ['buildx', buildx],
  ["the engine's API", engineApi],
])(
  'every layer of both images of the multi-stage example has its line, by %s',
  async (_, builder) => {
    expect(await linesOf(builder, repository, example('Dockerfile.single'))).toEqual([
      'base',
      'Dockerfile.single:5-9',
      'Dockerfile.single:11-11',
      'Dockerfile.single:13-13',
      'Dockerfile.single:14-14',
      'Dockerfile.single:16-16',
    ])
    expect(await linesOf(builder, repository, example('Dockerfile'))).toEqual([
      'base',
      'Dockerfile:18-20',
      'Dockerfile:24-24 < builder',
      'Dockerfile:25-25 < builder',
      'Dockerfile:27-27',
    ])
  },
  600_000,
)

const small = `ARG BASE
FROM \${BASE} AS onbuild
ONBUILD COPY a.txt /triggered
FROM onbuild AS parent
ARG WHO=me
ENV DIR=/made
RUN mkdir $DIR \\
  # a comment
  && echo "$WHO" > $DIR/who
FROM \${BASE} AS tools
RUN echo tool > /tool
FROM parent
COPY --from=tools --chown=1:1 /tool \${DIR}/bin/
RUN echo same >> /same
RUN echo same >> /same
WORKDIR /new
COPY ["a.txt", "b c.txt", "./"]
SHELL ["/bin/bash", "-c"]
RUN ["/bin/touch", "x y"]
RUN echo last > last
`

test.each([
  ['buildx', buildx],
  ["the engine's API", engineApi],
  ['the classic builder', classic],
])(
  'stages, triggers, arguments, shells and equal instructions are told apart, by %s',
  async (_, builder) => {
    const tree = await writeTree(world, { Dockerfile: small, 'a.txt': 'a', 'b c.txt': 'b' })
    expect(await linesOf(builder, tree, { buildArgs: { BASE: shellBase, WHO: 'you and I' } })).toEqual([
      'base',
      'Dockerfile:3-3 onbuild',
      'Dockerfile:7-9 parent',
      'Dockerfile:13-13 < tools',
      'Dockerfile:14-14',
      'Dockerfile:15-15',
      'Dockerfile:16-16',
      'Dockerfile:17-17',
      'Dockerfile:19-19',
      'Dockerfile:20-20',
    ])
  },
  60_000,
)

test.each([
  ['buildx', buildx],
  ['the classic builder', classic],
])(
  'a trigger of the base image has its instruction and no line, by %s',
  async (_, builder) => {
    const base = await writeTree(world, {
      Dockerfile: `FROM ${shellBase}\nONBUILD RUN echo trigger > /trigger\n`,
    })
    const { reference } = await buildImage(planFor(base), classic, world)
    const tree = await writeTree(world, { Dockerfile: `FROM ${reference}\nRUN echo own > /own\n` })
    expect(await linesOf(builder, tree, {})).toEqual([
      'base',
      'RUN echo trigger > /trigger',
      'Dockerfile:2-2',
    ])
  },
  60_000,
)
