import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { BuildPlan } from '../../../src/build/build-plan.ts'
import type { BuildWorld } from '../../../src/build/build-world.ts'
import { createCleanup } from '../../../src/effects/cleanup.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { createDockerCli } from '../../../src/effects/docker-cli.ts'
import type { Log } from '../../../src/effects/log.ts'
import { plainSettings } from '../../doubles/build-settings.ts'

/** A base with a shell that script/setup makes. */
export const shellBase = 'image-size-guard/python:3.11-slim'

export interface EngineWorld extends BuildWorld {
  /** Every line that was logged. */
  readonly lines: string[]
  /** A folder of this world, removed by `end`. */
  readonly directory: string
  readonly secrets: string[]
  /** Runs the clean-up and returns its problems. */
  end(): Promise<string[]>
}

/** A world with the real engine and the real client; the rest are literals. */
export async function engineWorld(
  options: {
    readonly kind?: 'action' | 'terminal'
    readonly signal?: AbortSignal
    readonly environment?: Readonly<Record<string, string>>
    /** Another engine than the environment's. */
    readonly host?: string
  } = {},
): Promise<EngineWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'build-test-'))
  const host = options.host ?? (await resolveEndpoint(process.env))
  const lines: string[] = []
  const secrets: string[] = []
  const cleanup = createCleanup()
  return {
    ...{ directory, lines, secrets, cleanup },
    docker: await connectDocker(host, process.env),
    dockerCli: createDockerCli(process.env, host),
    clock: {
      now: () => Date.now(),
      sleep: async (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
    },
    signal: options.signal ?? new AbortController().signal,
    mark: { run: randomBytes(8).toString('hex'), owner: 'test', deadline: 4_000_000_000 },
    runner: {
      context: {
        kind: options.kind ?? 'action',
        directory,
        temporaryDirectory: directory,
        outputDirectory: join(directory, 'output'),
        ...{ event: null, repository: null, serverUrl: null, apiUrl: null, sha: null, ref: null },
        ...{ workflow: null, job: null, runId: null, runNumber: null, runAttempt: null },
      },
      inputs: () => new Map(),
      environment: (name) => options.environment?.[name] ?? null,
      log: collectingLog(lines),
      output: async () => undefined,
      summary: async () => undefined,
      annotate: () => undefined,
      secret: (value) => secrets.push(value),
      redact: (value) => value,
    },
    async end() {
      const problems = await cleanup.run()
      await rm(directory, { recursive: true, force: true })
      return problems
    },
  }
}

/** Writes a tree of files and returns its directory. */
export async function writeTree(
  world: EngineWorld,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const tree = await mkdtemp(join(world.directory, 'tree-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(tree, name)), { recursive: true })
    await writeFile(join(tree, name), content)
  }
  return tree
}

let plans = 0

/** A plan for the after side of a tree. Each has a name of its own: a second image under one name leaves the first nameless. */
export function planFor(
  tree: string,
  settings: Partial<BuildPlan['settings']> = {},
  includeGit = false,
): BuildPlan {
  plans += 1
  return { side: 'after', imageIndex: plans, tree, settings: { ...plainSettings, ...settings }, includeGit }
}

function collectingLog(lines: string[]): Log {
  const push = (kind: string) => (line: string) => {
    lines.push(`${kind}: ${line}`)
  }
  return {
    ...{ info: push('info'), warning: push('warning'), debug: push('debug'), foreign: push('foreign') },
    progress: push('progress'),
    async group(title, inside) {
      lines.push(`group: ${title}`)
      return inside()
    },
  }
}
