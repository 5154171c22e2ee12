import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { execa } from 'execa'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { runWorkflow, type WorkflowRun } from './run-workflow.ts'
import { actionPath, baseImage, sampleRepository } from './sample-repository.ts'
import { workflow } from './workflow.ts'

jest.setTimeout(120_000)

// Every image of the sample carries this label, and so does every container of such an image: others
// may use the same engine at the same time.
const mine = `isg-sample=${randomBytes(8).toString('hex')}`
const users = `isg-sample-${mine.slice(-16)}`

/** What `docker ps -a` and `docker images -a` show of the sample. */
async function engineHolds(): Promise<string[]> {
  const filter = [`--filter=label=${mine}`, '--no-trunc']
  const lists = await Promise.all([
    execa('docker', ['ps', '--all', ...filter, '--format={{.ID}} {{.Names}}'], { lines: true }),
    execa('docker', ['images', '--all', ...filter, '--format={{.ID}} {{.Repository}}:{{.Tag}}'], {
      lines: true,
    }),
  ])
  return lists.flatMap(({ stdout }) => stdout)
}

/** A step that keeps what the checkout and the machine's temporary directories hold. */
const look = (name: string) => ({
  if: 'always()',
  run: [
    `exec >$KEEP/${name}`,
    'export GIT_OPTIONAL_LOCKS=0',
    'git status --porcelain --ignored; git worktree list; git stash list; git config --list --local',
    "find . -printf '%p %y %m %s %u %T@ %l\\n' | sort",
    // What stays is the folder of the report and the logs; a run's own folder has its mark in its name.
    'ls "$TMPDIR"; ls "$RUNNER_TEMP" | grep -vE "^image-size-guard-[0-9a-f]{12}$" || true',
  ].join('\n'),
})

/** A run that is killed while its probe's containers run: it can remove nothing itself. */
const killed = {
  run: [
    "env INPUT_TARGET=shipped 'INPUT_EXPECT-PASS=sleep 300' INPUT_COMMENT=never \\",
    `  node ${actionPath}/dist/index.mjs &`,
    'for wait in {1..150}; do',
    `  if docker ps --filter=label=${mine} | grep 'sleep 300'; then kill -KILL $!; exit; fi`,
    '  sleep 0.2',
    'done; exit 1',
  ].join('\n'),
}

const action = (inputs: Readonly<Record<string, string>>) => ({
  'continue-on-error': true,
  uses: 'image-size-guard/image-size-guard@v0',
  with: { comment: 'never', ...inputs },
})

const dockerfile = `FROM ${users} AS shipped
LABEL ${mine}
COPY data /data
FROM shipped AS broken
RUN exit 1
FROM shipped AS hanging
RUN sleep 600
`

let server: GitHubServer
let before: string[]
let run: WorkflowRun
beforeAll(async () => {
  server = await startGitHubServer()
  const input = `FROM ${await baseImage()}\n`
  await execa('docker', ['build', '--quiet', `--label=${mine}`, `--tag=${users}`, '-'], { input })
  before = await engineHolds()
  const repository = await sampleRepository({ Dockerfile: dockerfile, data: 'one' }, { data: 'two' })
  const ends = [
    action({ target: 'shipped', 'expect-pass': 'sleep 60', 'probe-timeout': '1s' }),
    action({ target: 'broken' }),
    action({ target: 'hanging', timeout: '3s' }),
  ]
  const inputs = { target: 'shipped', absent: 'gcc', 'probe-checkout': '/workspace', prepare: 'touch made' }
  const yaml = workflow(inputs, { first: [killed, look('before'), ...ends], last: [look('after')] })
  run = await runWorkflow(yaml, repository, server)
  await repository.remove()
})
afterAll(async () => {
  await server.close()
  await execa('docker', ['rmi', users])
})

test('every end was reached: a killed probe, a failed build, a deadline, a pass', () => {
  expect(run.succeeded).toBe(true)
  expect(run.log).toContain('sleep did not end within 1 s and was killed')
  expect(run.log).toContain('[broken 1/1] RUN exit 1 failed after')
  expect(run.log).toContain('the run took longer than its timeout of')
  expect(JSON.parse(run.kept['outputs.json'] ?? '')).toMatchObject({ verdict: 'pass' })
})

test('the engine holds the same containers and images as before', async () => {
  expect(before).toHaveLength(1)
  expect(await engineHolds()).toEqual(before)
})

test('the checkout, everything below its .git, and the temporary directories are as before', () => {
  expect(run.kept.before).toContain('./.git/index')
  expect(run.kept.after).toEqual(run.kept.before)
})

test('the post step removes what a killed run left', () => {
  const [directory] = /image-size-guard-\d+\.\S+/.exec(run.kept.before ?? '') ?? ['none was left']
  expect(run.log).toContain(`/${directory}\n`)
  expect(run.log).toMatch(/removed from directories: /)
})
