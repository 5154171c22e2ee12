import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { execa } from 'execa'
import type { GitHubServer } from '../../github-server/server.ts'
import { actionPath, type SampleRepository } from './sample-repository.ts'

/** The job's token. act is told not to hide it: what keeps it out of the log is the action alone. */
export const token = 'a-token-that-must-not-be-shown'

/** What a workflow run printed and how it ended. */
export interface WorkflowRun {
  readonly succeeded: boolean
  /** All that act printed: steps, commands, summaries. */
  readonly log: string
  /** The text of each file that a step left in the directory $KEEP, by name. */
  readonly kept: Readonly<Record<string, string>>
}

/** What a run is started by, and where act keeps what its runs cache; null gives them no cache. */
export interface Circumstances {
  readonly event: 'pull_request' | 'push'
  readonly cache: string | null
}

/**
 * Runs a workflow with act, on this machine, against a GitHub of our own: of a pull request, or of the push of the same
 * commits to the default branch. `yaml` may use the published action: its place is taken by the one in the repository.
 * The head is in a fork when the server's token may only read.
 */
export async function runWorkflow(
  yaml: string,
  repository: SampleRepository,
  server: GitHubServer,
  { event, cache }: Circumstances = { event: 'pull_request', cache: null },
): Promise<WorkflowRun> {
  const home = await mkdtemp(join(tmpdir(), 'isg-act-'))
  try {
    const files = { event: join(home, 'event.json'), workflow: join(home, 'workflow.yml') }
    const [keep, temporary] = [join(home, 'keep'), join(home, 'tmp')]
    for (const directory of [keep, temporary]) await mkdir(directory)
    const payload = event === 'push' ? pushOf(repository) : pullRequestOf(repository, server)
    await writeFile(files.event, JSON.stringify(payload))
    await writeFile(files.workflow, yaml.replaceAll(/uses: image-size-guard\/\S+/g, `uses: ./${actionPath}`))
    const act = join(import.meta.dirname, '../../../.image-size-guard/bin/act')
    const given = [event, ...actArguments(files, server), ...cacheArguments(cache), `--env=KEEP=${keep}`]
    const { all, exitCode } = await execa(act, given, {
      cwd: repository.directory,
      // act takes `node` from PATH: the action's own runtime, which ran this test.
      env: {
        XDG_CACHE_HOME: home,
        TMPDIR: temporary,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      },
      all: true,
      reject: false,
      timeout: 100_000,
    })
    return { succeeded: exitCode === 0, log: all, kept: await readAll(keep) }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function actArguments(
  { event, workflow }: { event: string; workflow: string },
  { url, state }: GitHubServer,
): string[] {
  return [
    `--eventpath=${event}`,
    `--workflows=${workflow}`,
    '--platform=ubuntu-latest=-self-hosted',
    `--env=GITHUB_API_URL=${url}`,
    `--env=GITHUB_REPOSITORY=${state.owner}/${state.repository}`,
    `--secret=GITHUB_TOKEN=${token}`,
    '--insecure-secrets',
  ]
}

function cacheArguments(cache: string | null): string[] {
  return cache === null
    ? ['--no-cache-server']
    : [`--cache-server-path=${cache}`, '--cache-server-addr=127.0.0.1']
}

function pushOf({ baseSha }: SampleRepository): object {
  return { ref: 'refs/heads/main', before: baseSha, repository: { id: 1, default_branch: 'main' } }
}

function pullRequestOf(repository: SampleRepository, { state }: GitHubServer): object {
  state.headSha = repository.headSha
  const headRepository = state.readOnly ? 2 : 1
  return {
    number: state.pullRequest,
    repository: { id: 1, full_name: `${state.owner}/${state.repository}`, default_branch: 'main' },
    pull_request: {
      number: state.pullRequest,
      head: { sha: repository.headSha, ref: 'feature', repo: { id: headRepository } },
      base: { sha: repository.baseSha, ref: 'main', repo: { id: 1 } },
      labels: state.labels.map((name) => ({ name })),
    },
  }
}

async function readAll(directory: string): Promise<Record<string, string>> {
  const names = await readdir(directory)
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}
