import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { execa } from 'execa'
import type { GitHubServer } from '../../github-server/server.ts'
import { actionPath, type SampleRepository } from './sample-repository.ts'

/** What a workflow run printed and how it ended. */
export interface WorkflowRun {
  readonly succeeded: boolean
  readonly log: string
}

/**
 * Runs a workflow of a pull request with act, on this machine, against a GitHub of our own. `yaml` may
 * use the published action: its place is taken by the one in the repository.
 */
export async function runWorkflow(
  yaml: string,
  repository: SampleRepository,
  server: GitHubServer,
): Promise<WorkflowRun> {
  const home = await mkdtemp(join(tmpdir(), 'isg-act-'))
  try {
    const event = join(home, 'event.json')
    await writeFile(event, JSON.stringify(eventOf(repository, server)))
    const workflow = join(repository.directory, '.git', 'isg-workflow.yml')
    await mkdir(dirname(workflow), { recursive: true })
    await writeFile(workflow, yaml.replaceAll(/uses: image-size-guard\/\S+/g, `uses: ./${actionPath}`))
    const act = join(import.meta.dirname, '../../../.image-size-guard/bin/act')
    const { all, exitCode } = await execa(act, arguments_(event, workflow, server), {
      cwd: repository.directory,
      // act takes `node` from PATH: the action's own runtime, which ran this test.
      env: { XDG_CACHE_HOME: home, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` },
      all: true,
      reject: false,
      timeout: 240_000,
    })
    return { succeeded: exitCode === 0, log: all ?? '' }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function arguments_(event: string, workflow: string, server: GitHubServer): string[] {
  return [
    'pull_request',
    `--eventpath=${event}`,
    `--workflows=${workflow}`,
    '--platform=ubuntu-latest=-self-hosted',
    '--no-cache-server',
    `--env=GITHUB_API_URL=${server.url}`,
    `--env=GITHUB_REPOSITORY=${server.state.owner}/${server.state.repository}`,
    '--secret=GITHUB_TOKEN=a-token-that-must-not-be-shown',
  ]
}

function eventOf(repository: SampleRepository, { state }: GitHubServer): object {
  state.headSha = repository.headSha
  return {
    number: state.pullRequest,
    repository: { id: 1, full_name: `${state.owner}/${state.repository}`, default_branch: 'main' },
    pull_request: {
      number: state.pullRequest,
      head: { sha: repository.headSha, ref: 'feature', repo: { id: 1 } },
      base: { sha: repository.baseSha, ref: 'main', repo: { id: 1 } },
      labels: state.labels.map((name) => ({ name })),
    },
  }
}
