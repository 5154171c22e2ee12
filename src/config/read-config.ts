import { join } from 'node:path'
import type { RepositoryFiles } from '../effects/repository-files.ts'
import { withoutAliases } from './aliases.ts'
import type { Config, ImageConfig } from './config.ts'
import { readDiveRules } from './file/dive-ci.ts'
import type { FileLevels } from './file/file-levels.ts'
import { readConfigFile } from './file/read-file.ts'
import { readImage, readInspected } from './image.ts'
import { inputLevel } from './input-level.ts'
import type { Deferred, Level, Reader } from './levels.ts'
import { Mistakes } from './mistakes.ts'
import { originsOf } from './origins.ts'
import { type RunFacts, readRun } from './run.ts'

/**
 * Reads the configuration of a run from its inputs (action inputs or flags, by name) and the
 * configuration file. Per key an input wins over the image's entry, that over `defaults`, that over
 * what is built in. Rejects with one UserError that names every mistake. The result is frozen.
 */
export async function readConfig(
  inputs: ReadonlyMap<string, string>,
  checkout: RepositoryFiles,
  facts: RunFacts,
): Promise<Config> {
  return readAll(inputs, checkout, facts, readImages)
}

/**
 * Reads the configuration for inspecting the `after` image alone, as `readConfig` does. Of a file with several images
 * only `defaults` count: nobody said which of them is meant.
 */
export async function readInspection(
  inputs: ReadonlyMap<string, string>,
  checkout: RepositoryFiles,
  facts: RunFacts,
): Promise<Config> {
  return readAll(inputs, checkout, facts, (file, readerOf) => {
    if (file === null) return [readInspected(readerOf([]))]
    return [readInspected(readerOf([file.images === null ? file.top : file.defaults]))]
  })
}

async function readAll(
  inputs: ReadonlyMap<string, string>,
  checkout: RepositoryFiles,
  facts: RunFacts,
  imagesOf: typeof readImages,
): Promise<Config> {
  const mistakes = new Mistakes()
  const input = withoutAliases(inputLevel(inputs, facts.kind, mistakes), mistakes)
  const file = await readConfigFile(input.get('config') ?? null, checkout, facts, mistakes)
  const deferred: Deferred[] = []
  const readerOf = (levels: readonly Level[]): Reader => ({
    levels: [input, ...levels],
    mistakes,
    deferred,
  })
  const images = imagesOf(file?.levels ?? null, readerOf)
  const run = readRun(readerOf(file?.levels ? [file.levels.top] : []), facts, images)
  const dive = await readDiveRules(checkout, mistakes)
  await checkDeferred(deferred, checkout, mistakes)
  await checkCacheDirectory(run.cacheDirectory, checkout, mistakes)
  mistakes.raise()
  return freeze({
    images,
    ...run,
    dive,
    file: file?.name ?? null,
    origins: originsOf(input, file?.levels ?? null),
  })
}

function readImages(file: FileLevels | null, readerOf: (levels: readonly Level[]) => Reader): ImageConfig[] {
  if (file === null) return [readImage(readerOf([]), null)]
  if (file.images === null) return [readImage(readerOf([file.top]), null)]
  return file.images.map(({ name, level }) => readImage(readerOf([level, file.defaults]), name))
}

/** Checks what needs the disk (no link leads a path out) or a library that is slow to load (patterns). */
async function checkDeferred(
  deferred: readonly Deferred[],
  checkout: RepositoryFiles,
  mistakes: Mistakes,
): Promise<void> {
  for (const { kind, value, place } of deferred) {
    if (kind === 'path' && !(await checkout.isInside(join(checkout.root, value)))) {
      mistakes.add(
        place.text,
        `${value} leads out of the repository through a link; expected a path in it.`,
        null,
      )
    }
  }
  const patterns = deferred.filter(({ kind }) => kind === 'pattern')
  if (patterns.length === 0) return
  const { checkPattern } = await import('./values/pattern.ts')
  for (const { value, place } of patterns) {
    const wrong = checkPattern(value)
    if (wrong !== null) mistakes.add(place.text, wrong, null)
  }
}

/** What lies in a checkout goes into the build's context, and a run leaves a checkout as it was. */
async function checkCacheDirectory(
  cache: Config['cacheDirectory'],
  checkout: RepositoryFiles,
  mistakes: Mistakes,
): Promise<void> {
  if (cache.kind !== 'directory' || !(await checkout.isInside(cache.path))) return
  const git = await checkout.readText(join(checkout.root, '.git'), 1024)
  if (git.kind === 'missing') return
  mistakes.add(
    'input cache-dir',
    `${cache.path} lies in the checkout, so it would be part of what is built; expected a directory outside.`,
    null,
  )
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) freeze(part)
    Object.freeze(value)
  }
  return value
}
