import type { Config } from '../config/config.ts'
import { createCleanup } from '../effects/cleanup.ts'
import type { Runner } from '../effects/runner.ts'
import { stopSignal } from '../effects/stop.ts'
import type { World } from '../effects/world.ts'
import { exitCode } from '../judge/judge.ts'
import { main } from '../main.ts'
import type { Report } from '../report/report.ts'
import { createWorld } from './world.ts'

/**
 * One run from its configuration to its exit code. Whatever it made is removed at its end, however it ends;
 * what cannot be removed is said in the log and left to a later sweep.
 */
export async function run(
  runner: Runner,
  config: Config,
  process: NodeJS.Process,
  publish: (report: Report, world: World) => Promise<void>,
): Promise<number> {
  const stop = stopSignal(process, config.timeoutMs)
  const cleanup = createCleanup()
  try {
    const world = await createWorld(runner, config, process.env, stop, cleanup)
    return exitCode(await main(config, world, (report) => publish(report, world)))
  } finally {
    for (const problem of await cleanup.run()) runner.log.warning(`not removed: ${problem}`)
    stop.release()
  }
}
