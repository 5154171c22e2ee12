import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../src/config/read-config.ts'
import { createCheckout } from '../../../src/effects/checkout.ts'
import { createCleanup } from '../../../src/effects/cleanup.ts'
import type { RunContext } from '../../../src/effects/runner.ts'
import { createWorld } from '../../../src/entry/world.ts'
import { main } from '../../../src/main.ts'
import type { Report } from '../../../src/report/report.ts'
import { createMemoryRunner } from '../../doubles/runner.ts'

/** What a run in this process handed out. */
export interface MainRun {
  readonly report: Report
  /** The random part of the marks on everything that it made in the engine. */
  readonly mark: string
  readonly log: readonly string[]
}

/**
 * The main job on a checkout: the real engine, git and docker client, and a runner in memory. With
 * `buildx: false` the client has no plugin of that name, wherever on the machine one is installed.
 */
export async function runMain(
  directory: string,
  inputs: Readonly<Record<string, string>>,
  { buildx }: { readonly buildx: boolean },
): Promise<MainRun> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'main-test-')))
  try {
    const environment = buildx ? process.env : { ...process.env, DOCKER_CONFIG: await withoutBuildx(folder) }
    const runner = createMemoryRunner(folder, null)
    const context: RunContext = { ...runner.context, directory, repository: null }
    const config = await readConfig(new Map(Object.entries(inputs)), createCheckout(directory), context)
    const never = new AbortController().signal
    const stop = { signal: never, interrupted: never }
    const world = await createWorld({ ...runner, context }, config, environment, stop, createCleanup())
    const reports: Report[] = []
    let problems: readonly string[]
    try {
      await main(config, world, async (report) => void reports.push(report))
    } finally {
      problems = await world.cleanup.run()
    }
    const [report] = reports
    if (reports.length !== 1 || !report) throw new Error(`published ${reports.length} reports`)
    if (problems.length > 0) throw new Error(`not removed: ${problems.join('; ')}`)
    return { report, mark: world.mark.run, log: runner.lines }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A configuration of the client in which a program that only fails stands before every other buildx. */
async function withoutBuildx(folder: string): Promise<string> {
  const plugins = join(folder, 'docker', 'cli-plugins')
  await mkdir(plugins, { recursive: true })
  await writeFile(join(plugins, 'docker-buildx'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  return join(folder, 'docker')
}
