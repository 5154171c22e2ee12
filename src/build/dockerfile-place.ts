import { posix } from 'node:path'
import type { ImageConfig, SideConfig, SideName } from '../config/config.ts'
import { UserError } from '../errors.ts'
import { insideTree } from './inside.ts'
import type { SideTree } from './tree.ts'

/** Where each side's Dockerfile is, relative to its root. Null for a side without a tree and for the before side of a new image. */
export interface DockerfilePlace {
  readonly change: 'pair' | 'new'
  readonly before: string | null
  readonly after: string | null
}

/** Finds what a file of the after side was called on the before side; null when it was not there. */
export type FindRename = (path: string) => Promise<string | null>

/**
 * Finds the Dockerfile of both sides. One that was renamed since the before side is followed there;
 * one that is new there makes a new image. Throws a `UserError` naming input and path when the
 * after side has none, when a side's own Dockerfile was named and is missing, when a directory is
 * there, or when Dockerfile or context leave the tree.
 */
export async function placeDockerfile(
  image: ImageConfig,
  trees: { readonly before: SideTree | null; readonly after: SideTree | null },
  findRename: FindRename,
): Promise<DockerfilePlace> {
  const before = trees.before && dockerfileOf(image, 'before')
  const after = trees.after && dockerfileOf(image, 'after')
  const beforeIs = trees.before && before && (await check(image, trees.before, before))
  const afterIs = trees.after && after && (await check(image, trees.after, after))
  if (after && !afterIs) throw missing(after, before !== null && !beforeIs)
  if (!before || beforeIs) return { change: 'pair', before: before?.path ?? null, after: after?.path ?? null }
  if (!after || before.path !== after.path || before.input === 'before') throw missing(before, false)
  const renamed = await findRename(after.path)
  return { change: renamed === null ? 'new' : 'pair', before: renamed, after: after.path }
}

interface Dockerfile {
  readonly side: SideName
  readonly path: string
  /** The input that says so. */
  readonly input: string
  readonly context: string
}

/** The configured path: `dockerfile:PATH`, else `file`, else `{context}/Dockerfile`. */
function dockerfileOf(image: ImageConfig, side: SideName): Dockerfile {
  const context = image[side].build.context
  const path = pathOf(image[side])
  if (image[side].source.kind === 'dockerfile') return { side, path, input: side, context }
  const same = pathOf(image.before) === pathOf(image.after)
  return { side, path, input: same ? 'file' : `${side}-file`, context }
}

function pathOf({ source, build }: SideConfig): string {
  return source.kind === 'dockerfile' ? source.path : (build.file ?? posix.join(build.context, 'Dockerfile'))
}

/** True when the file is there. Only the after side's context must be: the build says so for the other one. */
async function check(image: ImageConfig, tree: SideTree, dockerfile: Dockerfile): Promise<boolean> {
  const { side, path, input, context } = dockerfile
  const folder = await insideTree(tree.directory, context, contextInput(image, side))
  if (folder !== 'directory' && side === 'after') {
    throw new UserError(
      `${contextInput(image, side)}: ${context} ${folder === null ? 'does not exist' : 'is no directory'}`,
      'context: the folder of the repository that the Dockerfile copies from',
    )
  }
  const found = await insideTree(tree.directory, path, input)
  if (found === null || found === 'file') return found === 'file'
  throw new UserError(
    `${input}: ${path} is ${found === 'directory' ? 'a directory' : 'no regular file'}, not a Dockerfile`,
    found === 'directory' ? `${input}: ${posix.join(path, 'Dockerfile')}` : null,
  )
}

function contextInput(image: ImageConfig, side: SideName): string {
  return image.before.build.context === image.after.build.context ? 'context' : `${side}-context`
}

function missing({ path, input, side }: Dockerfile, both: boolean): UserError {
  const where = both ? 'on both sides' : `on the ${side} side`
  return new UserError(
    `${input}: ${path} does not exist ${where}`,
    `file: the path of the Dockerfile, relative to the repository root`,
  )
}
