import { type CommandLine, readFlags } from '../config/flags.ts'
import { helpText } from '../config/flags-help.ts'
import { createLogText } from '../sink/log-text.ts'
import { createRedactor, type Redactor } from '../sink/redact.ts'
import { tool } from '../tool.ts'
import { describeFailure } from './failure.ts'

/** The terminal program. Resolves with the exit code; nothing is thrown. */
export async function terminal(process: NodeJS.Process): Promise<number> {
  const redactor = createRedactor()
  try {
    return await answer(readFlags(process.argv.slice(2)), process, redactor)
  } catch (error) {
    const { exitCode, message, hint, stack } = describeFailure(error)
    const text = createLogText(redactor)
    const lines = [
      `Error: ${message}`,
      ...(hint === null ? [] : [`  ${hint}`]),
      ...(stack === null ? [] : [stack]),
    ]
    for (const line of lines.flatMap((line) => text.own(line))) process.stderr.write(`${line}\n`)
    return exitCode
  }
}

async function answer(line: CommandLine, process: NodeJS.Process, redactor: Redactor): Promise<number> {
  if (line.command === 'help' || line.command === 'version') {
    process.stdout.write(line.command === 'help' ? helpText() : `${tool.name} ${tool.version}\n`)
    return 0
  }
  // All the rest of the program, which takes several times as long to load as help to be read and answered.
  const { obey } = await import('./obey.ts')
  return obey(line, process, redactor)
}
