import { resolve } from 'node:path'
import type { CommandLine, Format } from '../config/flags.ts'
import { readConfig, readInspection } from '../config/read-config.ts'
import { createRepositoryFiles } from '../effects/repository-files.ts'
import type { Runner } from '../effects/runner.ts'
import { createTerminalRunner, wantsColor } from '../effects/terminal-runner.ts'
import { exitCode } from '../judge/judge.ts'
import { readReport } from '../report/read-report.ts'
import type { Report } from '../report/report.ts'
import type { Redactor } from '../sink/redact.ts'
import { formatReport } from './format-report.ts'
import { namingSource } from './naming-source.ts'
import { repositoryRoot } from './repository-root.ts'
import { run } from './run.ts'
import { sweepAll } from './sweep-all.ts'
import { readUserFile, writeUserFile } from './user-files.ts'

/** Does what a command line asks for beyond words about the program. Resolves with the exit code. */
export async function obey(
  line: Exclude<CommandLine, { command: 'help' | 'version' }>,
  process: NodeJS.Process,
  redactor: Redactor,
): Promise<number> {
  switch (line.command) {
    case 'sweep':
      return sweepAll(runnerOf(new Map(), process, redactor), process.env)
    case 'render': {
      const report = await readReport(await readUserFile(line.report), line.report)
      await show(report, line, process)
      return exitCode(report.verdict)
    }
    case 'compare':
    case 'inspect':
      return measure(line, process, redactor)
  }
}

async function measure(
  line: CommandLine & { command: 'compare' | 'inspect' },
  process: NodeJS.Process,
  redactor: Redactor,
): Promise<number> {
  const runner = runnerOf(line.inputs, process, redactor)
  const files = createRepositoryFiles(runner.context.directory)
  const facts = { ...runner.context, directory: process.cwd() }
  const begin = async (read: typeof readConfig): Promise<number> => {
    const config = await read(line.inputs, files, facts)
    if (config.publish.githubToken !== null) runner.secret(config.publish.githubToken)
    return run(runner, config, process, (report) => show(runner.redact(report), line, process))
  }
  return line.command === 'compare' ? begin(readConfig) : namingSource(() => begin(readInspection))
}

/** Inputs are relative to the repository root, wherever in it the program was started. */
function runnerOf(flags: ReadonlyMap<string, string>, process: NodeJS.Process, redactor: Redactor): Runner {
  const { stderr, env } = process
  const stream = {
    isTTY: stderr.isTTY === true,
    columns: stderr.columns ?? null,
    write: (text: string) => void stderr.write(text),
  }
  const directory = repositoryRoot(process.cwd()) ?? process.cwd()
  return createTerminalRunner(
    { flags, directory, environment: env, stream, debug: env.DEBUG === '1' },
    redactor,
  )
}

async function show(
  report: Report,
  { format, output }: { format: Format; output: string | null },
  process: NodeJS.Process,
): Promise<void> {
  const { stdout, env } = process
  const colour = output === null && wantsColor(stdout.isTTY === true, env)
  const text = formatReport(report, format, { colour, width: stdout.columns ?? 100 })
  const lines = text.endsWith('\n') ? text : `${text}\n`
  if (output === null) stdout.write(lines)
  else await writeUserFile(resolve(output), lines)
}
