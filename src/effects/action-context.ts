import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { UserError } from '../errors.ts'
import { codeOf } from '../system-error.ts'
import { outputDirectoryIn } from './output-directory.ts'
import type { GitHubEvent, RunContext } from './runner.ts'

/** Environment variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where the job runs, from the variables that the runner sets.
 * `event` is null when the event's file is missing; a file that holds no JSON object is a `UserError`.
 */
export function readActionContext(environment: Environment): RunContext {
  const value = (name: string) => environment[name] || null
  const temporaryDirectory = value('RUNNER_TEMP') ?? tmpdir()
  return {
    kind: 'action',
    directory: value('GITHUB_WORKSPACE') ?? process.cwd(),
    temporaryDirectory,
    outputDirectory: outputDirectoryIn(temporaryDirectory),
    event: readEvent(value('GITHUB_EVENT_NAME'), value('GITHUB_EVENT_PATH')),
    repository: value('GITHUB_REPOSITORY'),
    serverUrl: value('GITHUB_SERVER_URL'),
    apiUrl: value('GITHUB_API_URL'),
    sha: value('GITHUB_SHA'),
    ref: value('GITHUB_REF'),
    workflow: workflowPath(value('GITHUB_WORKFLOW_REF')),
    job: value('GITHUB_JOB'),
    runId: value('GITHUB_RUN_ID'),
    runNumber: wholeNumber(value('GITHUB_RUN_NUMBER')),
    runAttempt: wholeNumber(value('GITHUB_RUN_ATTEMPT')),
  }
}

function readEvent(name: string | null, path: string | null): GitHubEvent | null {
  if (name === null || path === null) return null
  const text = readIfThere(path)
  if (text === null) return null
  const payload = parseObject(text)
  if (payload === null) {
    throw new UserError(
      `The file of the event, ${path}, does not hold a JSON object`,
      'GITHUB_EVENT_PATH must name the payload that GitHub wrote',
    )
  }
  return { name, payload }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `octo/repo/.github/workflows/size.yml@refs/heads/main` without the repository and the ref. */
function workflowPath(reference: string | null): string | null {
  return reference?.match(/^[^/]+\/[^/]+\/(.+?\.ya?ml)@/)?.[1] ?? null
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
