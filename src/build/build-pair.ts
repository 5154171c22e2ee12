import type { ImageConfig, SideConfig, SideName, Source } from '../config/config.ts'
import { writeSource } from '../config/values/source.ts'
import type { World } from '../effects/world.ts'
import { askRegistry } from './ask-registry.ts'
import { countBeyondCommit } from './beyond-commit.ts'
import type { BuiltPair, BuiltSide, Untracked } from './built.ts'
import type { Builder } from './choose-builder.ts'
import { isBuilt, isStored } from './is-built.ts'
import { locateArchive } from './locate-archive.ts'
import { obtainImage } from './obtain-image.ts'
import type { Trees } from './open-trees.ts'
import type { SideTree } from './tree.ts'

/** What the sides of all images share: how they are built, and the trees that are there already. */
export interface BuildTools {
  /** Null where nothing is built. */
  readonly builder: Builder | null
  readonly trees: Trees
}

/**
 * Makes both images of one entry of the configuration, the before side first: what a pull request leaves
 * in a shared cache must not reach the image that it is compared with. A side that cannot be had carries
 * its error. Rejects with a `UserError` for what the user must correct.
 */
export async function buildPair(
  image: ImageConfig,
  imageIndex: number,
  { builder, trees }: BuildTools,
  world: World,
): Promise<BuiltPair> {
  const opened = await trees.open(image)
  const place = await trees.place(image, opened)
  const make = async (side: SideName): Promise<BuiltSide> => {
    const start = beginning(side, image[side], place[side])
    const { source } = image[side]
    if (isStored(source)) return { ...start, ...(await placeOf(source, start, world)) }
    if (source.kind === 'image') return obtain(start, source.reference, image[side], world)
    const outcome = opened[side]
    if (!outcome) throw new Error(`no tree was opened for ${side}`)
    if (outcome.error) return { ...start, error: outcome.error }
    const untracked = side === 'after' ? await countBeyondCommit(image, opened, place, trees) : null
    const what = { image, imageIndex, side, file: place[side], untracked }
    return build(start, outcome.tree, what, { builder, trees }, world)
  }
  if (!image.compared) return { change: 'alone', before: null, after: await make('after') }
  const before = place.change === 'new' ? null : await make('before')
  return { change: place.change, before, after: await make('after') }
}

function beginning(side: SideName, config: SideConfig, file: string | null): BuiltSide {
  const built = isBuilt(config.source)
  return {
    side,
    source: writeSource(config.source),
    resolvedBy: resolvedBy(config.source),
    commit: null,
    tree: null,
    ignored: [],
    file,
    context: built ? config.build.context : null,
    target: built ? config.build.target : null,
    platform: config.build.platform,
    untracked: null,
    base: null,
    instructions: [],
    provenance: null,
    texts: null,
    reference: config.source.kind === 'registry' ? config.source.reference : null,
    imageId: null,
    stored: null,
    pulled: null,
    build: null,
    error: null,
  }
}

function resolvedBy({ kind }: Source): string {
  if (kind === 'image') return 'the image of that name'
  if (kind === 'archive') return 'the image in that archive'
  return kind === 'registry' ? 'the image of that name in its registry' : ''
}

async function placeOf(
  source: Extract<Source, { kind: 'archive' | 'registry' }>,
  { side, platform }: BuiltSide,
  world: World,
): Promise<Partial<BuiltSide>> {
  if (source.kind === 'registry') return askRegistry(source, platform, world)
  return { stored: await locateArchive(source, side, world.runner.context.directory) }
}

async function obtain(
  start: BuiltSide,
  reference: string,
  config: SideConfig,
  world: World,
): Promise<BuiltSide> {
  return { ...start, ...(await obtainImage(reference, config.build, world)) }
}

async function build(
  start: BuiltSide,
  tree: SideTree,
  what: {
    readonly image: ImageConfig
    readonly imageIndex: number
    readonly side: SideName
    readonly file: string | null
    readonly untracked: Untracked | null
  },
  { builder, trees }: BuildTools,
  world: World,
): Promise<BuiltSide> {
  const { image, side, imageIndex, untracked } = what
  const settings = { ...image[side].build, file: what.file }
  const plan = { side, imageIndex, tree: tree.directory, settings, includeGit: image.includeGit }
  if (!builder) throw new Error('nothing was found to build with')
  // Much of the program, and of its libraries, that a comparison of present images never needs.
  const { buildImage } = await import('./build-image.ts')
  const built = await buildImage(plan, builder, world)
  const ignored = image.probes.some(({ checkout }) => checkout !== null) ? await trees.ignored(tree) : []
  const { commit, resolvedBy, directory } = tree
  return {
    ...start,
    ...built,
    file: built.file ?? start.file,
    commit,
    resolvedBy,
    tree: directory,
    ignored,
    untracked,
  }
}
