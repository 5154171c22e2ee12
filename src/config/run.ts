import { resolve } from 'node:path'
import type { CacheDirectory, Config, EngineAccess, ImageConfig, PublishConfig } from './config.ts'
import { find, type Reader, readScalar } from './levels.ts'
import { readLines } from './lists.ts'
import { quoted, type Reading } from './mistakes.ts'
import { readRegistryHost } from './values/registry-host.ts'
import { readBoolean, readChoice, readDuration } from './values/scalar.ts'
import { readText } from './values/text.ts'

/** The facts about a run that the configuration depends on; null outside GitHub Actions. */
export interface RunFacts {
  readonly kind: 'action' | 'terminal'
  /** Working directory, absolute. */
  readonly directory: string
  /** Path of the workflow file in the repository. */
  readonly workflow: string | null
  readonly job: string | null
}

/** Reads the settings of the whole run. */
export function readRun(
  reader: Reader,
  facts: RunFacts,
  images: readonly ImageConfig[],
): Pick<
  Config,
  'overrideLabel' | 'publish' | 'engineAccess' | 'timeoutMs' | 'cacheDirectory' | 'insecureRegistries'
> {
  const text = (name: string): string | null =>
    readScalar<string | null>(reader, find(reader, name), (value) => readText(name, value), null)
  return {
    overrideLabel: text('override-label'),
    publish: readPublish(reader, text('comment-key') ?? defaultKey(reader, facts, images)),
    engineAccess: readScalar<EngineAccess>(reader, find(reader, 'engine-access'), readAccess, 'auto'),
    cacheDirectory: readCacheDirectory(text('cache-dir'), facts),
    insecureRegistries: readLines(reader, find(reader, 'insecure-registries'), readRegistryHost),
    timeoutMs: readScalar(reader, find(reader, 'timeout'), readDuration, 30 * 60_000),
  }
}

// Relative to the working directory: it names a place of the user's, not one in the checkout.
function readCacheDirectory(text: string | null, { directory }: RunFacts): CacheDirectory {
  if (text === null) return { kind: 'automatic' }
  return text === 'none' ? { kind: 'none' } : { kind: 'directory', path: resolve(directory, text) }
}

function readPublish(reader: Reader, commentKey: string): PublishConfig {
  const is = (name: string): boolean => readScalar(reader, find(reader, name), readBoolean, true)
  return {
    comment: readScalar<PublishConfig['comment']>(reader, find(reader, 'comment'), readComment, 'auto'),
    commentKey,
    githubToken: find(reader, 'github-token')?.text([])?.trim() || null,
    summary: is('summary'),
    annotations: is('annotations'),
  }
}

function readComment(text: string): Reading<PublishConfig['comment']> {
  return readOneOf(text, ['auto', 'always', 'never'])
}

function readAccess(text: string): Reading<EngineAccess> {
  return readOneOf(text, ['auto', 'metadata', 'export'])
}

function readOneOf<T extends string>(text: string, choices: readonly [T, ...T[]]): Reading<T> {
  const value = choices.find((one) => one === text)
  if (value !== undefined) return { value }
  const choice = readChoice(text, choices)
  return 'wrong' in choice ? choice : { wrong: `${quoted(text)} is not a choice.`, write: choices[0] }
}

/**
 * The key of a comment that nobody named: workflow, job, and the values of the job's matrix in the
 * order of their names (GITHUB_JOB is the same for every leg); the image's name only where there is
 * one, so that adding a second image keeps the comment of a file with several.
 */
function defaultKey(reader: Reader, facts: RunFacts, images: readonly ImageConfig[]): string {
  const matrix = readScalar(reader, find(reader, 'matrix'), readMatrix, null)
  const name = images.length === 1 ? images[0]?.name : null
  return [facts.workflow, facts.job, matrix, name].filter((part) => typeof part === 'string').join(' ')
}

/** Reads what `toJSON(matrix)` gives into JSON of a fixed order; null for a job without a matrix. */
function readMatrix(text: string): Reading<string | null> {
  const value = parseJson(text)
  if (value === undefined)
    return { wrong: `${quoted(text)} is not JSON; leave this input to the action.`, write: null }
  const entries = Object.entries(Object(value)).sort(([a], [b]) => (a < b ? -1 : 1))
  return { value: entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries)) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
