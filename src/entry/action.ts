import * as core from '@actions/core'
import { createActionRunner } from '../effects/action-runner.ts'
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
    // Loaded here, as the post step needs next to nothing of it.
    const { step } = await import('./step.ts')
    return await step(runner, process)
  } catch (error) {
    const { exitCode, message, hint, stack } = describeFailure(error)
    const lines = [message, ...(hint === null ? [] : [hint]), ...(stack === null ? [] : [stack])]
    core.error(lines.flatMap((line) => createLogText(redactor).own(line)).join('\n'))
    return exitCode
  }
}
