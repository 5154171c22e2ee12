import type { BuildEvents } from './build-events.ts'
import { buildError, stoppedError } from './build-failure.ts'
import type { BuildLog } from './build-log.ts'
import type { PreparedBuild } from './build-plan.ts'
import { buildProgress } from './build-progress.ts'
import type { BuildUpdate } from './build-update.ts'
import type { BuildWorld } from './build-world.ts'
import type { SideError } from './built.ts'
import type { Builder } from './choose-builder.ts'
import { runBuilder } from './run-builder.ts'

/**
 * Runs a build while its steps go into `events`, the log file and the run's log. Null when the image was built, else why
 * not. Rejects when the run is interrupted.
 */
export async function followBuild(
  prepared: PreparedBuild,
  builder: Builder,
  events: BuildEvents,
  log: BuildLog,
  world: BuildWorld,
): Promise<SideError | null> {
  const { file } = prepared.files
  const progress = buildProgress(world.runner, world.clock)
  const onUpdate = (update: BuildUpdate): void => {
    update.messages.forEach(log.message)
    for (const change of events.add(update)) {
      log.change(change)
      progress.change(change)
    }
  }
  let outcome: boolean | SideError
  try {
    outcome = await runBuilder(prepared, builder, onUpdate, world)
  } finally {
    await progress.end()
  }
  if (world.signal.aborted) {
    const step = events.failure()?.step ?? events.running()
    return stoppedError(world.signal.reason, step, file)
  }
  if (outcome === true) return null
  if (outcome !== false) return outcome
  const failure = events.failure() ?? {
    step: null,
    message: 'the builder gave no reason',
    log: events.lastMessages(),
  }
  const error = buildError(failure, file)
  if (error.log !== null) world.runner.log.foreign(error.log)
  return error
}
