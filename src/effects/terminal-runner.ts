import { tmpdir } from 'node:os'
import { createLogText } from '../sink/log-text.ts'
import type { Redactor } from '../sink/redact.ts'
import type { Environment } from './action-context.ts'
import { outputDirectoryIn } from './output-directory.ts'
import type { RunContext, Runner } from './runner.ts'
import { createTerminalLog, type TerminalStream } from './terminal-log.ts'

/** What a terminal program was started with. */
export interface TerminalOptions {
  /** The flags, by name without dashes, as they stand in for an action's inputs. */
  readonly flags: ReadonlyMap<string, string>
  readonly directory: string
  readonly environment: Environment
  /** Standard error: the log; standard output is kept for the result. */
  readonly stream: TerminalStream
  readonly debug: boolean
}

/**
 * A terminal as the machine that runs us: the log goes to standard error, in colour only on a terminal
 * and not under NO_COLOR (no-color.org); outputs and the summary have no place here.
 */
export function createTerminalRunner(options: TerminalOptions, redactor: Redactor): Runner {
  const log = createTerminalLog(createLogText(redactor), options.stream, {
    color: wantsColor(options.stream.isTTY, options.environment),
    debug: options.debug,
  })
  return {
    context: terminalContext(options.directory),
    inputs: () => options.flags,
    environment: (name) => options.environment[name] ?? null,
    log,
    async output() {},
    async summary() {},
    annotate({ level, file, line, message }) {
      const place = [file, line].filter((part) => part !== null).join(':')
      log[level === 'notice' ? 'info' : 'warning'](place ? `${place}: ${message}` : message)
    },
    secret: (value) => redactor.add(value),
    redact: (value) => redactor.redactValue(value),
  }
}

/** True for a terminal whose user has not asked for plain text. */
export function wantsColor(isTTY: boolean, environment: Environment): boolean {
  return isTTY && !environment.NO_COLOR && environment.TERM !== 'dumb'
}

function terminalContext(directory: string): RunContext {
  return {
    kind: 'terminal',
    directory,
    temporaryDirectory: tmpdir(),
    outputDirectory: outputDirectoryIn(tmpdir()),
    event: null,
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
  }
}
