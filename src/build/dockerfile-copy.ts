import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { World } from '../effects/world.ts'

/**
 * Writes a copy of a Dockerfile with ignore rules of our own beside it, in a temporary folder that is removed when the
 * run ends, and returns the copy's absolute path. BuildKit prefers `<Dockerfile>.dockerignore` to the
 * context's own, so that rules can be added without touching the context.
 */
export async function copyDockerfile(
  original: { readonly path: string; readonly text: string },
  rules: string,
  world: Pick<World, 'cleanup' | 'runner'>,
): Promise<string> {
  const directory = await mkdtemp(join(world.runner.context.temporaryDirectory, 'dockerfile-'))
  world.cleanup.defer(`remove ${directory}`, () => rm(directory, { recursive: true, force: true }))
  const copy = join(directory, basename(original.path))
  await writeFile(copy, original.text)
  await writeFile(`${copy}.dockerignore`, rules)
  return copy
}
