import { imageLabels } from '../effects/mark.ts'
import type { PreparedBuild } from './build-plan.ts'
import type { BuildUpdate } from './build-update.ts'
import type { BuildWorld } from './build-world.ts'
import { buildxInputs } from './buildx-inputs.ts'
import type { SideError } from './built.ts'
import type { Builder } from './choose-builder.ts'
import { apiLayout } from './context-layout.ts'
import { packContext } from './context-packer.ts'
import { contextRules } from './context-rules.ts'
import { copyDockerfile } from './dockerfile-copy.ts'
import { pullBases, pullFinalBase } from './pull-bases.ts'
import { runBuildx } from './run-buildx.ts'
import { runEngineBuild } from './run-engine-build.ts'

/**
 * Runs the chosen builder. True when the image is in the engine under `reference`, false when the updates say why
 * not, a `SideError` when an image that it needs could not be pulled.
 */
export async function runBuilder(
  build: PreparedBuild,
  builder: Builder,
  onUpdate: (update: BuildUpdate) => void,
  world: BuildWorld,
): Promise<boolean | SideError> {
  const { plan, files } = build
  const { rules, filter } = await contextRules(build)
  if (builder.kind === 'buildx') {
    const { settings, environment } = await buildxInputs(plan.settings, plan.tree, world.runner)
    const error = await pullFinalBase(build.outline, settings, world)
    if (error) return error
    const dockerfile = await copyDockerfile({ path: files.dockerfile, text: build.text }, rules, world)
    const call = {
      settings,
      reference: build.reference,
      labels: imageLabels,
      dockerfile,
      context: files.context,
      metadata: build.metadata,
    }
    return runBuildx(call, environment, onUpdate, world)
  }
  const error = await pullBases(build.outline, plan.settings, world)
  if (error) return error
  const { target, platform, buildArgs, network, noCache } = plan.settings
  const { dockerfile, layout } = apiLayout(build, filter)
  const request = {
    ...{ context: packContext(files.context, filter, layout), dockerfile, tag: build.reference },
    ...{ target, platform, buildArgs, labels: imageLabels, network, noCache, buildkit: builder.buildkit },
  }
  return runEngineBuild(request, onUpdate, world)
}
