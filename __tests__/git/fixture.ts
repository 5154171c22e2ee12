import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from '@jest/globals'
import { createTrees } from '../../src/build/open-trees.ts'
import type { BuildSettings, ImageConfig, Source } from '../../src/config/config.ts'
import { createCleanup } from '../../src/effects/cleanup.ts'
import { createGit } from '../../src/effects/git.ts'
import type { GitHub } from '../../src/effects/github.ts'
import type { Log } from '../../src/effects/log.ts'
import type { GitHubEvent, RunContext, Runner } from '../../src/effects/runner.ts'
import { plainSettings } from '../doubles/build-settings.ts'

/** A folder for one test file; it is removed at the end. */
export async function scratch(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'trees-test-')))
  await mkdir(join(folder, 'home'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** git as a user would call it, apart from everything that this machine has configured. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  return run(directory, 'git', args)
}

/** Without streams and promises: a fixture is made of many short commands. */
function run(directory: string, program: string, args: readonly string[]): string {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: join(directory, '..'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TEMPLATE_DIR: '',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  }
  const options = { cwd: directory, env: { ...env, ...settings }, encoding: 'utf8', stdio: 'pipe' } as const
  return execFileSync(program, args, options).replace(/\n$/, '')
}

const settings = {
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'init.defaultBranch',
  GIT_CONFIG_VALUE_0: 'main',
  GIT_CONFIG_KEY_1: 'protocol.file.allow',
  GIT_CONFIG_VALUE_1: 'always',
  GIT_CONFIG_KEY_2: 'gc.auto',
  GIT_CONFIG_VALUE_2: '0',
}

export type Files = Readonly<Record<string, string | null>>

/** Writes files below a folder; null removes one. */
export async function write(directory: string, files: Files): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    const target = join(directory, path)
    await mkdir(dirname(target), { recursive: true })
    if (content === null) await rm(target, { force: true })
    else await writeFile(target, content)
  }
}

/** Writes files and commits everything; returns the commit. */
export async function commit(directory: string, files: Files): Promise<string> {
  await write(directory, files)
  const add = 'git add --all --force && git commit --quiet --allow-empty --message change'
  return run(directory, 'sh', ['-c', `${add} && git rev-parse HEAD`])
}

/** A server's repository with the branch main, and a clone of it that has the commit. */
export async function serverAndClone(
  folder: string,
  name: string,
  files: Files,
): Promise<{ server: string; clone: string; first: string }> {
  const server = join(folder, `${name}.git`)
  const clone = join(folder, name)
  await git(folder, 'init', '--quiet', '--bare', server)
  await git(folder, 'clone', '--quiet', server, clone)
  const first = await commit(clone, files)
  await git(clone, 'push', '--quiet', 'origin', 'main')
  await git(clone, 'remote', 'set-head', 'origin', 'main')
  return { server, clone, first }
}

/** Names, owners, modes, times and contents of everything below a folder, `.git` included. */
export async function snapshot(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const lines = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const { uid, gid, mode, mtimeMs, size } = await lstat(path)
    const hash = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : ''
    return [path, uid, gid, mode, mtimeMs, entry.isDirectory() ? '' : size, hash].join(' ')
  })
  return (await Promise.all(lines)).sort()
}

/** Paths of the files below a folder, sorted. */
export async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  return files.map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).sort()
}

/** An image's configuration: `base` against the checkout, unless it says otherwise. */
export function image(
  options: {
    before?: Source
    after?: Source
    beforeBuild?: Partial<BuildSettings>
    afterBuild?: Partial<BuildSettings>
    prepare?: readonly string[]
    includeGit?: boolean
  } = {},
): ImageConfig {
  return {
    name: 'image',
    compared: true,
    before: {
      source: options.before ?? { kind: 'base' },
      build: { ...plainSettings, ...options.beforeBuild },
    },
    after: {
      source: options.after ?? { kind: 'worktree' },
      build: { ...plainSettings, ...options.afterBuild },
    },
    probes: [],
    limits: [],
    noiseFloor: 0,
    prepare: options.prepare ?? null,
    includeGit: options.includeGit ?? false,
  }
}

export interface WorldOptions {
  readonly event?: GitHubEvent
  readonly token?: string
  readonly context?: Partial<RunContext>
  readonly mergeBase?: GitHub['mergeBase']
  readonly environment?: Readonly<Record<string, string>>
}

/** A world on one checkout: real git, and everything else as little as the trees need. */
export function worldOf(folder: string, directory: string, options: WorldOptions = {}) {
  const lines: string[] = []
  const environment = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home'), ...options.environment }
  const context: RunContext = {
    kind: options.event ? 'action' : 'terminal',
    directory,
    temporaryDirectory: join(folder, 'temporary'),
    outputDirectory: join(folder, 'output'),
    event: options.event ?? null,
    repository: null,
    serverUrl: null,
    apiUrl: null,
    sha: null,
    ref: null,
    workflow: null,
    job: null,
    runId: null,
    runNumber: null,
    runAttempt: null,
    ...options.context,
  }
  const cleanup = createCleanup()
  const abort = new AbortController()
  const world = {
    git: createGit(environment),
    runner: runnerOf(context, lines, environment),
    github: () => githubOf(options.mergeBase),
    cleanup,
    signal: abort.signal,
  }
  return { world, lines, abort, cleanup, trees: createTrees(world, options.token ?? null) }
}

function runnerOf(context: RunContext, lines: string[], environment: Record<string, string>): Runner {
  const say = (level: string) => (line: string) => {
    lines.push(`${level}: ${line}`)
  }
  const log: Log = {
    info: say('info'),
    warning: say('warning'),
    debug: say('debug'),
    foreign: say('foreign'),
    progress: say('progress'),
    group: (title, inside) => {
      lines.push(`group: ${title}`)
      return inside()
    },
  }
  return {
    context,
    log,
    inputs: () => new Map(),
    environment: (name) => environment[name] ?? null,
    output: async () => {},
    summary: async () => {},
    annotate: () => {},
    secret: say('secret'),
    redact: (value) => value,
  }
}

function githubOf(mergeBase: GitHub['mergeBase'] | undefined): GitHub {
  const unused = async () => {
    throw new Error('not used by trees')
  }
  return {
    viewer: unused,
    labels: unused,
    headSha: unused,
    comments: unused,
    createComment: unused,
    updateComment: unused,
    deleteComment: unused,
    mergeBase: mergeBase ?? unused,
  }
}
