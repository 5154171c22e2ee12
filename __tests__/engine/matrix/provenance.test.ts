import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { execa } from 'execa'
import { buildImage, type ImageBuild } from '../../../src/build/build-image.ts'
import { buildxArguments } from '../../../src/build/buildx-args.ts'
import type { Builder } from '../../../src/build/choose-builder.ts'
import type { BuildSettings } from '../../../src/config/config.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { imageLabels } from '../../../src/effects/mark.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { plainSettings } from '../../doubles/build-settings.ts'
import { type EngineWorld, engineWorld, planFor, shellBase, writeTree } from '../build/engine-world.ts'
import { otherStores } from '../other-engines.ts'

const buildx: Builder = { kind: 'buildx', version: '0.29.1' }
const engineApi: Builder = { kind: 'engine-api', buildkit: true, why: 'a test' }
const own = await resolveEndpoint(process.env)

/** Every shape of a line in one file. The last three instructions are made by newer engines only. */
const common = `ARG BASE=nothing
ARG TRIGGERING
FROM \${BASE} AS tools
RUN echo tool > /tool
RUN rm -f /x
FROM \${TRIGGERING} AS onbuild
ONBUILD COPY a.txt /triggered
FROM onbuild AS parent
ARG WHO=me
RUN rm -f /x
RUN mkdir /made \\
  # a comment

  && echo "$WHO" \\
  > /made/who
FROM parent AS unused
RUN echo unused
FROM parent
COPY --from=tools --chown=1:1 /tool \\
  /bin/tool
COPY --from=0 /tool /other
COPY --from=${shellBase} /etc/hostname /name
RUN echo same >> /same
RUN echo same >> /same
WORKDIR /new
COPY ["a.txt", "b c.txt", "./"]
RUN --mount=type=bind,from=tools,source=/tool,target=/t \\
  cat /t > /copied
SHELL ["/bin/bash", "-c"]
RUN ["/bin/touch", "x y"]
ENV A=b
RUN true
LABEL done=yes
`
const newer = `COPY --link a.txt /linked
RUN <<EOT
echo one
# kept
echo two > /two
EOT
COPY <<A <<B /texts/
a
A
b
B
RUN cat <<A > /x && \\
  true
in a
A
CMD ["x"]
`
const lines = [
  'base',
  'RUN echo trigger > /trigger',
  'Dockerfile:7-7 onbuild',
  'Dockerfile:10-10 parent',
  'Dockerfile:11-15 parent',
  'Dockerfile:19-20 < tools',
  'Dockerfile:21-21 < tools',
  `Dockerfile:22-22 < ${shellBase}`,
  'Dockerfile:23-23',
  'Dockerfile:24-24',
  'Dockerfile:25-25',
  'Dockerfile:26-26',
  'Dockerfile:27-28',
  'Dockerfile:30-30',
  'Dockerfile:32-32',
]
const newerLines = ['Dockerfile:34-34', 'Dockerfile:35-39', 'Dockerfile:40-44', 'Dockerfile:45-48']

async function measure(
  { imageId, base, instructions, provenance }: ImageBuild,
  world: EngineWorld,
): Promise<Image> {
  const after = { id: imageId ?? '', baseDiffIds: base?.diffIds ?? null, instructions, provenance }
  const { docker, mark, signal } = world
  const engine = await docker.info()
  return (
    await inspectImages(
      { before: null, after },
      { docker, engine, mark, access: 'auto' as const, cache: null, signal },
    )
  ).after.image
}

function shown({ layers }: Image): string[] {
  return layers.map(({ base, place, instruction }) => {
    if (base) return place ? 'a line in the base' : 'base'
    if (!place) return `${instruction}`
    const stage = place.stage === null ? '' : ` ${place.stage}`
    const from = place.copyFrom === null ? '' : ` < ${place.copyFrom}`
    return `${place.file}:${place.line}-${place.endLine}${stage}${from}`
  })
}

/** The ID of the same build when nothing is asked of its provenance. */
async function idWithout(
  tree: string,
  settings: Partial<BuildSettings>,
  { dockerCli, docker, signal, mark, cleanup }: EngineWorld,
): Promise<string | undefined> {
  const reference = `image-size-guard/without:${mark.run}`
  cleanup.defer(reference, () => docker.images.remove(reference))
  const call = { settings: { ...plainSettings, ...settings }, reference, labels: imageLabels, metadata: null }
  const args = buildxArguments({ ...call, dockerfile: join(tree, 'Dockerfile'), context: tree })
  const options = { onLine: () => undefined, signal, extraEnv: {}, cwd: null }
  expect(await dockerCli.run(args, options)).toMatchObject({ exitCode: 0 })
  return (await docker.images.inspect(reference))?.id
}

/** Brings the base with a shell into an engine that lacks it; true when it did. */
async function loadBase(host: string, { docker }: EngineWorld): Promise<boolean> {
  if (await docker.images.inspect(shellBase)) return false
  const save = execa('docker', ['--host', own, 'save', shellBase], { encoding: 'buffer', buffer: false })
  await save.pipe('docker', ['--host', host, 'load'])
  return true
}

test.each([own, ...otherStores])(
  '%s: every layer has its line, from the provenance where the engine has one',
  async (host) => {
    const world = await engineWorld({ host })
    const loaded = await loadBase(host, world)
    try {
      const { version } = await world.docker.info()
      const isNew = Number.parseInt(version, 10) >= 25
      const settings = { network: 'host' }
      const trigger = `FROM ${shellBase}\nONBUILD RUN echo trigger > /trigger\n`
      const triggering = await buildImage(
        planFor(await writeTree(world, { Dockerfile: trigger }), settings),
        buildx,
        world,
      )
      const buildArgs = { BASE: shellBase, TRIGGERING: triggering.reference ?? '', WHO: 'hunter2 and I' }
      const text = isNew ? common + newer : common
      const tree = await writeTree(world, { Dockerfile: text, 'a.txt': 'a', 'b c.txt': 'b' })
      for (const builder of [buildx, engineApi]) {
        const built = await buildImage(planFor(tree, { ...settings, buildArgs }), builder, world)
        expect(built.error).toBeNull()
        const image = await measure(built, world)
        expect(shown(image)).toEqual(isNew ? [...lines, ...newerLines] : lines)
        const why =
          builder === buildx ? 'the builder gives no provenance' : "the engine's API gives no provenance"
        expect(image.linesFrom).toEqual(
          isNew && builder === buildx ? { source: 'provenance', why: null } : { source: 'dockerfile', why },
        )
        expect(built.base?.reference).toBe(triggering.reference)
        expect(image.baseSize).toBe(image.layers[0]?.size)
        if (builder !== buildx) continue
        const bare = await measure({ ...built, base: null }, world)
        expect(bare.baseSize).toBe(isNew ? image.baseSize : null)
        expect(await idWithout(tree, { ...settings, buildArgs }, world)).toBe(image.id)
        expect(JSON.stringify(built.provenance)).not.toMatch(/hunter2|echo/)
      }
    } finally {
      expect(await world.end()).toEqual([])
      if (loaded) await world.docker.images.remove(shellBase)
    }
  },
  300_000,
)
