import * as core from '@actions/core'
import { readConfig } from '../config/read-config.ts'
import { createActionRunner } from '../effects/action-runner.ts'
import { createRepositoryFiles } from '../effects/repository-files.ts'
import type { Runner } from '../effects/runner.ts'
import { createLogText } from '../sink/log-text.ts'
import { createRedactor } from '../sink/redact.ts'
import { describeFailure } from './failure.ts'

/** The action's step, and its post step. Resolves with the exit code; nothing is thrown. */
export async function action(process: NodeJS.Process): Promise<number> {
  const redactor = createRedactor()
  try {
    const runner = createActionRunner(process.env, redactor)
    // GitHub hands a state that the step saved to its post step alone.
    if (core.getState('post') === 'yes') {
      const { sweepAll } = await import('./sweep-all.ts')
      return await sweepAll(runner, process.env)
    }
    core.saveState('post', 'yes')
    return await step(runner, process)
  } catch (error) {
    const { exitCode, message, hint, stack } = describeFailure(error)
    const lines = [message, ...(hint === null ? [] : [hint]), ...(stack === null ? [] : [stack])]
    core.error(lines.flatMap((line) => createLogText(redactor).own(line)).join('\n'))
    return exitCode
  }
}

async function step(runner: Runner, process: NodeJS.Process): Promise<number> {
  const { context } = runner
  const config = await readConfig(runner.inputs(), createRepositoryFiles(context.directory), context)
  if (config.publish.githubToken !== null) runner.secret(config.publish.githubToken)
  // By far the most of the program: neither a mistake in the inputs nor the post step waits for it.
  const { measureAndPublish } = await import('./measure-and-publish.ts')
  return measureAndPublish(config, runner, process)
}
