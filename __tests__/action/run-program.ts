import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { git } from '../git/fixture.ts'
import type { GitHubServer } from '../github-server/server.ts'
import { pullRequestEvent, type Workplace, writeEvent } from './workplace.ts'

/** How a built program ended and what it printed. */
export interface ProgramRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A built program at work. */
export interface RunningProgram {
  readonly pid: number
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  readonly ended: Promise<ProgramRun>
}

/** Variables that are added to the program's environment; null takes one away. */
type Variables = Readonly<Record<string, string | null>>

interface Command {
  readonly words: readonly string[]
  readonly directory: string
  readonly variables: Variables
}

const dist = join(import.meta.dirname, '../../dist')

interface TerminalOptions {
  readonly variables?: Variables
  /** True for a run that the permissions of files bind even when root starts it, see capabilities(7). */
  readonly bound?: boolean
}

/** Runs the terminal program in the checkout and waits for its end. */
export async function runTerminal(
  place: Workplace,
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<ProgramRun> {
  return start(terminalCommand(place, args, options)).ended
}

/** Starts the terminal program in the checkout. */
export function startTerminal(place: Workplace, args: readonly string[]): RunningProgram {
  return start(terminalCommand(place, args, {}))
}

function terminalCommand(place: Workplace, args: readonly string[], options: TerminalOptions): Command {
  const as =
    options.bound && process.getuid?.() === 0
      ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--']
      : []
  return {
    words: [...as, process.execPath, join(dist, 'cli.mjs'), ...args],
    directory: place.checkout,
    // Else the program keeps its compiled code in the home of whoever tests it.
    variables: { TMPDIR: place.temporary, NODE_DISABLE_COMPILE_CACHE: '1', ...options.variables },
  }
}

export interface ActionOptions {
  readonly inputs?: Readonly<Record<string, string>>
  /** By default that of the pull request; null for a run without an event file. */
  readonly event?: { readonly name: string; readonly payload: object } | null
  readonly server?: GitHubServer
  readonly variables?: Variables
}

/** Runs the action's step and waits for its end; `summary` is what it wrote to the job's summary. */
export async function runAction(
  place: Workplace,
  options: ActionOptions = {},
): Promise<ProgramRun & { readonly summary: string; readonly outputs: string }> {
  const [summary, outputs] = [join(place.folder, 'summary.md'), join(place.folder, 'outputs')]
  const run = await (await startAction(place, options)).ended
  return { ...run, summary: await readFile(summary, 'utf8'), outputs: await readFile(outputs, 'utf8') }
}

/** Starts the action's step. */
export async function startAction(place: Workplace, options: ActionOptions = {}): Promise<RunningProgram> {
  const files = ['summary.md', 'outputs', 'state'].map((name) => writeFile(join(place.folder, name), ''))
  await Promise.all(files)
  const event = options.event === undefined ? pullRequestEvent(place) : (options.event?.payload ?? null)
  const path = event === null ? join(place.folder, 'no-event.json') : await writeEvent(place, event)
  const inputs = Object.entries({ ...actionDefaults(options), ...options.inputs }).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  )
  const variables = {
    ...runnerVariables(place),
    GITHUB_EVENT_NAME: options.event?.name ?? 'pull_request',
    GITHUB_EVENT_PATH: path,
    GITHUB_SHA: await git(place.checkout, 'rev-parse', 'HEAD'),
    ...(options.server && { GITHUB_API_URL: options.server.url }),
    ...Object.fromEntries(inputs),
    ...options.variables,
  }
  return start({
    words: [process.execPath, join(dist, 'index.mjs')],
    directory: place.checkout,
    variables,
  })
}

/** Runs the action's post step, which knows the state that the step saved and nothing else of it. */
export async function runPost(place: Workplace): Promise<ProgramRun> {
  const variables = { ...runnerVariables(place), STATE_post: 'yes' }
  const words = [process.execPath, join(dist, 'index.mjs')]
  return start({ words, directory: place.checkout, variables }).ended
}

function actionDefaults(options: ActionOptions): Readonly<Record<string, string>> {
  return options.server ? { 'github-token': 'a-token-that-must-not-be-shown' } : { comment: 'never' }
}

function runnerVariables(place: Workplace): Variables {
  return {
    TMPDIR: place.temporary,
    RUNNER_TEMP: place.temporary,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: place.checkout,
    GITHUB_REPOSITORY: 'octo/guarded',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_WORKFLOW_REF: 'octo/guarded/.github/workflows/size.yml@refs/pull/7/merge',
    GITHUB_JOB: 'size',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_STEP_SUMMARY: join(place.folder, 'summary.md'),
    GITHUB_OUTPUT: join(place.folder, 'outputs'),
    GITHUB_STATE: join(place.folder, 'state'),
  }
}

function start({ words: [program = '', ...args], directory, variables }: Command): RunningProgram {
  const { PATH, HOME, DOCKER_HOST, DOCKER_CONFIG } = process.env
  const environment = { PATH, HOME, DOCKER_HOST, DOCKER_CONFIG, ...variables }
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== null))
  const child = execa(program, args, {
    ...{ cwd: directory, env, extendEnv: false, reject: false, stdin: 'ignore' },
    ...{ timeout: 120_000, stripFinalNewline: false },
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${program} did not start`)
  return {
    pid,
    signal: (name) => void child.kill(name),
    ended: child.then(({ exitCode, stdout, stderr }) => ({ exitCode: exitCode ?? null, stdout, stderr })),
  }
}
