import { stat } from 'node:fs/promises'
import * as core from '@actions/core'
import { UserError } from '../errors.ts'
import { createLogText } from '../sink/log-text.ts'
import { type Redactor, secretParts } from '../sink/redact.ts'
import { type Environment, readActionContext } from './action-context.ts'
import { createActionLog } from './action-log.ts'
import type { Annotation, Runner } from './runner.ts'

/**
 * What a step's summary may hold, in bytes. GitHub drops a file of more than 1 MiB whole
 * (actions/runner, FileCommandManager.cs); secrets that it masks may make the text longer.
 */
const mostSummaryBytes = 1_000_000

/** Characters of an annotation's message; GitHub cuts at 4,096. */
const mostMessageCharacters = 1000

/**
 * The GitHub Actions runner, through @actions/core; `environment` is the process's own. A `UserError`
 * when the event's file cannot be read as what it should be.
 */
export function createActionRunner(environment: Environment, redactor: Redactor): Runner {
  const text = createLogText(redactor)
  return {
    context: readActionContext(environment),
    inputs: () => readInputs(environment),
    environment: (name) => environment[name] ?? null,
    log: createActionLog(text),
    async output(name, value) {
      requireFile(environment, 'GITHUB_OUTPUT')
      core.setOutput(name, redactor.redact(value))
    },
    async summary(render) {
      const { size } = await stat(requireFile(environment, 'GITHUB_STEP_SUMMARY'))
      const markdown = redactor.redact(render(mostSummaryBytes - size - 1))
      if (size + Buffer.byteLength(markdown) > mostSummaryBytes) {
        throw new UserError(
          `the step's summary has no room left for the report: it holds ${size} bytes already`,
        )
      }
      await core.summary.addRaw(size > 0 ? `\n${markdown}` : markdown).write()
    },
    annotate: (annotation) => annotate(annotation, (line) => text.own(line).join('\n')),
    secret(value) {
      redactor.add(value)
      for (const part of secretParts(value).filter(isOneLine)) core.setSecret(part)
    },
    redact: (value) => redactor.redactValue(value),
  }
}

/** The runner splits a mask of several lines and would mask even a line that is only a bracket. */
function isOneLine(part: string): boolean {
  return !/[\r\n]/.test(part)
}

/** The runner writes the input `max-size` as `INPUT_MAX-SIZE` and gives an input that is not set as an empty text. */
function readInputs(environment: Environment): ReadonlyMap<string, string> {
  const inputs = new Map<string, string>()
  for (const key of Object.keys(environment)) {
    if (!key.startsWith('INPUT_')) continue
    const name = key.slice('INPUT_'.length).toLowerCase()
    const value = core.getInput(name)
    if (value !== '') inputs.set(name, value)
  }
  return inputs
}

/** Without the file @actions/core would print a command that GitHub has switched off. */
function requireFile(environment: Environment, variable: string): string {
  const file = environment[variable]
  if (file) return file
  throw new UserError(
    `${variable} is not set, so a result cannot be handed on`,
    'use a runner from 2.327.1 on',
  )
}

const write = { error: core.error, warning: core.warning, notice: core.notice }

function annotate(annotation: Annotation, neutral: (text: string) => string): void {
  const properties = {
    title: neutral(annotation.title),
    ...(annotation.file === null ? {} : { file: neutral(annotation.file) }),
    ...(annotation.line === null ? {} : { startLine: annotation.line }),
  }
  write[annotation.level](neutral(shorten(annotation.message)), properties)
}

function shorten(message: string): string {
  const characters = [...message]
  if (characters.length <= mostMessageCharacters) return message
  return `${characters.slice(0, mostMessageCharacters - 1).join('')}…`
}
