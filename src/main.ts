import { buildPair } from './build/build-pair.ts'
import type { BuiltPair } from './build/built.ts'
import { type Builder, chooseBuilder } from './build/choose-builder.ts'
import { needsBuilder, needsEngine, refuseUnprobeable } from './build/needs-engine.ts'
import { createTrees, type Trees } from './build/open-trees.ts'
import type { Config, ImageConfig } from './config/config.ts'
import type { Bases } from './diff/diff-base.ts'
import { diffImages } from './diff/diff-images.ts'
import type { EngineInfo } from './effects/docker/docker.ts'
import { eventPullRequest } from './effects/event-pull-request.ts'
import { throwIfInterrupted } from './effects/stop.ts'
import type { World } from './effects/world.ts'
import { count } from './format.ts'
import type { InspectedImage } from './inspect/image.ts'
import { type InspectPairWorld, inspectPair } from './inspect/inspect-pair.ts'
import type { ImageFacts, JudgeOptions } from './judge/facts.ts'
import { judge } from './judge/judge.ts'
import type { Verdict } from './judge/judgement.ts'
import { readOverrideLabel } from './judge/read-labels.ts'
import { probePair } from './probe/probe-pair.ts'
import { composeReport } from './report/compose.ts'
import type { Report } from './report/report.ts'
import type { JudgedImage } from './report/report-input.ts'
import { createStopwatch, type Stopwatch } from './stopwatch.ts'
import { tool } from './tool.ts'

/** What all images of a run share. */
interface Run {
  readonly config: Config
  readonly world: World
  /** Both null where no image needs an engine. The first is asked for, and waited for where somebody needs to know. */
  readonly engine: Promise<EngineInfo> | null
  readonly builder: Builder | null
  readonly trees: Trees
  readonly override: JudgeOptions['override']
  readonly time: Stopwatch
}

/**
 * The whole run: builds, measures, probes and judges every image, one after the other, and hands the report
 * to `publish`. Returns the verdict. Rejects with a `UserError` for what the user must correct and with the
 * reason of the world's signal after an interrupt.
 */
export async function main(
  config: Config,
  world: World,
  publish: (report: Report) => Promise<void>,
): Promise<Verdict> {
  const run = await begin(config, world)
  const images: JudgedImage[] = []
  for (const [index, image] of config.images.entries()) images.push(await compare(image, index, run))
  const report = composeReport(reportInput(images, await run.engine, run))
  await publish(report)
  return report.verdict
}

async function begin(config: Config, world: World): Promise<Run> {
  refuseUnprobeable(config)
  const time = createStopwatch(world.clock)
  const engine = config.images.some(needsEngine) ? world.docker.info() : null
  // Whoever waits for it hears of a failure.
  engine?.catch(() => {})
  const [builder, override] = await Promise.all([
    engine && config.images.some(needsBuilder) ? chooseBuilder(engine, world.dockerCli) : null,
    readOverride(config, world),
  ])
  const trees = createTrees(world, config.publish.githubToken)
  return { config, world, engine, builder, trees, override, time }
}

async function readOverride(config: Config, world: World): Promise<JudgeOptions['override']> {
  const { context, log } = world.runner
  const token = config.publish.githubToken
  const github = token === null || context.repository === null ? null : world.github(token)
  const { override, problem } = await readOverrideLabel(config.overrideLabel, context.event, github)
  if (problem !== null) log.warning(problem)
  return override
}

async function compare(image: ImageConfig, index: number, run: Run): Promise<JudgedImage> {
  const { world, time, override } = run
  const built = await time.measure('buildMs', () => buildPair(image, index, run, world))
  throwIfInterrupted(world.signal)
  world.runner.log.progress(`Measure ${image.name}`)
  const engine = await run.engine
  const { pair, before, after } = await time.measure('measureMs', () =>
    inspectPair(built, inspectWorld(engine, run)),
  )
  throwIfInterrupted(world.signal)
  const diff = before && after && diffImages(before.image, after.image, basesOf(pair))
  if (image.probes.length > 0)
    world.runner.log.progress(`Run ${count(image.probes.length, 'probe')} in ${image.name}`)
  const probes = await time.measure('probeMs', () => probePair(image.probes, { pair, before, after }, world))
  throwIfInterrupted(world.signal)
  const facts = {
    pair,
    before: before?.image ?? null,
    after: after?.image ?? null,
    diff,
    probes,
    dive: dive(run.config, after),
  }
  const options = {
    noiseFloor: image.noiseFloor,
    override,
    dive: run.config.dive,
    event: world.runner.context.event?.name ?? null,
  }
  return { name: image.name, facts, judgement: judge(facts, image.limits, options) }
}

/** Only where somebody asks: it takes as long as stacking the layers. */
function dive({ dive }: Config, after: InspectedImage | null): ImageFacts['dive'] {
  return dive && after ? after.dive() : null
}

function inspectWorld(engine: EngineInfo | null, { config, world }: Run): InspectPairWorld {
  const { docker, mark, registry, layerCache, signal } = world
  const cache = layerCache
  return {
    engine: engine && { docker, engine, access: config.engineAccess, mark, cache, signal },
    registry,
    layerCache,
    signal,
  }
}

function basesOf({ before, after }: BuiltPair): Bases {
  return { before: before?.base ?? null, after: after.base }
}

function reportInput(
  images: readonly JudgedImage[],
  engine: EngineInfo | null,
  { config, world, builder, time }: Run,
): Parameters<typeof composeReport>[0] {
  const { context } = world.runner
  return {
    tool,
    createdAt: new Date(world.clock.now()).toISOString(),
    context,
    pullRequest: eventPullRequest(context.event)?.number ?? null,
    engine,
    builder: builder && (builder.kind === 'buildx' ? `buildx ${builder.version}` : 'engine-api'),
    config,
    policyCommit: null,
    images,
    timings: time.read(),
  }
}
