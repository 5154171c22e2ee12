import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { imageName } from '../effects/mark.ts'
import { baseImageOf } from './base-image.ts'
import { buildEvents } from './build-events.ts'
import { findBuildFiles } from './build-files.ts'
import { type BuildLog, openBuildLog } from './build-log.ts'
import type { BuildPlan, PreparedBuild } from './build-plan.ts'
import type { BuildWorld } from './build-world.ts'
import { refuseUnsupported } from './builder-limits.ts'
import type { BaseImage, BuiltSide, SideError } from './built.ts'
import type { Builder } from './choose-builder.ts'
import { textAsBuilt } from './context-layout.ts'
import { readDockerfile } from './dockerfile-lines.ts'
import { followBuild } from './follow-build.ts'
import { readIgnoreFile } from './ignore-file.ts'
import { layerInstructions } from './layer-instructions.ts'
import { platformMismatch } from './platform.ts'
import { metadataPath, takeProvenance } from './provenance/metadata-file.ts'
import { sideError } from './side-error.ts'

/** The part of a `BuiltSide` that a build gives. With an `error` there is no image. */
export interface ImageBuild {
  readonly file: string | null
  readonly reference: string | null
  readonly imageId: string | null
  readonly base: BaseImage | null
  readonly instructions: BuiltSide['instructions']
  readonly provenance: BuiltSide['provenance']
  readonly texts: BuiltSide['texts']
  readonly build: BuiltSide['build']
  readonly error: SideError | null
}

/**
 * Builds one side under a name of our own and finds out by that name which image it is. The name is removed when the
 * run ends; the full log stays below the output directory. A build that fails or outlives
 * the deadline is an `error` of the result; what the user must correct is a `UserError`; an interrupt rejects with
 * its reason.
 */
export async function buildImage(plan: BuildPlan, builder: Builder, world: BuildWorld): Promise<ImageBuild> {
  await refuseUnsupported(builder, plan.settings, world)
  const found = await findBuildFiles(plan.tree, plan.settings)
  if (found.error) return { ...nothing, file: found.error.file, error: found.error }
  const text = await readFile(found.files.dockerfile, 'utf8')
  const { repository, tag } = imageName(world.mark, plan.side, plan.imageIndex)
  const reference = `${repository}:${tag}`
  world.cleanup.defer(`remove the image ${reference}`, () => world.docker.images.remove(reference))
  const metadata = builder.kind === 'buildx' ? await metadataPath(world) : null
  const prepared = { plan, files: found.files, text, outline: readDockerfile(text), reference, metadata }
  const log = openBuildLog(logPath(plan, world), world.runner.redact)
  try {
    const title = `Build ${plan.side}: ${found.files.file}`
    return await world.runner.log.group(title, () => runAndDescribe(prepared, builder, log, world))
  } finally {
    log.close()
  }
}

const nothing: ImageBuild = {
  ...{ file: null, reference: null, imageId: null, base: null, instructions: [], provenance: null },
  ...{ texts: null, build: null, error: null },
}

async function runAndDescribe(
  prepared: PreparedBuild,
  builder: Builder,
  log: BuildLog,
  world: BuildWorld,
): Promise<ImageBuild> {
  const { plan, files, outline, reference } = prepared
  const events = buildEvents(files.file, outline)
  const started = world.clock.now()
  const error = await followBuild(prepared, builder, events, log, world)
  const build: BuiltSide['build'] = {
    ...{ builder: builder.kind, log: log.path, steps: events.steps() },
    ms: world.clock.now() - started,
  }
  const provenance = await takeProvenance(prepared.metadata)
  const base = await baseImageOf(prepared, build.steps, provenance, world.docker.images)
  const instructions = await instructionsOf(prepared, builder)
  const texts = await textsOf(prepared)
  const shared = { file: files.file, base, instructions, provenance, texts, build }
  if (error) return { ...shared, reference: null, imageId: null, error }
  const image = await world.docker.images.inspect(reference)
  const problem = image ? platformMismatch(plan.settings.platform, image) : 'the engine does not have it'
  if (image && problem === null) return { ...shared, reference, imageId: image.id, error: null }
  const message = `the image was built, but ${problem}`
  const unsupported = sideError({ stage: 'build', kind: 'unsupported', message, file: files.file })
  return { ...shared, reference: null, imageId: null, error: unsupported }
}

async function instructionsOf(prepared: PreparedBuild, builder: Builder): Promise<BuiltSide['instructions']> {
  const { plan, files, outline } = prepared
  const text = await textAsBuilt(prepared, builder.kind)
  return layerInstructions({ file: files.file, text, outline }, plan.settings.target, plan.settings.buildArgs)
}

async function textsOf({ plan, files, text, outline }: PreparedBuild): Promise<BuiltSide['texts']> {
  const ignore = await readIgnoreFile(files.dockerfile, files.context)
  const path = ignore.path ?? join(files.context, '.dockerignore')
  const file = relative(plan.tree, path).split(sep).join('/')
  return { dockerfile: text, written: outline.instructions, ignore: { file, text: ignore.text } }
}

function logPath(plan: BuildPlan, world: BuildWorld): string {
  return join(world.runner.context.outputDirectory, `build-${plan.imageIndex}-${plan.side}.log`)
}
