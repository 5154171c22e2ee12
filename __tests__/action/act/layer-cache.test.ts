import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { runWorkflow, type WorkflowRun } from './run-workflow.ts'
import { type SampleRepository, sampleRepository } from './sample-repository.ts'
import { workflow } from './workflow.ts'

jest.setTimeout(120_000)

const keepReport = { run: 'cp "$' + '{{ steps.size.outputs.report }}" "$KEEP/report.json"' }

let server: GitHubServer
let repository: SampleRepository
let cache: string
beforeAll(async () => {
  server = await startGitHubServer()
  const Dockerfile = `FROM scratch\nLABEL of=${process.pid}\nCOPY data /data\n`
  repository = await sampleRepository({ Dockerfile, data: `${process.pid}` }, { data: 'more than before' })
  cache = await mkdtemp(join(tmpdir(), 'isg-act-cache-'))
})
afterAll(async () => {
  await server.close()
  await repository.remove()
  await rm(cache, { recursive: true, force: true })
})

/** Runs on a machine that has no layers of its own: act gives every run another temporary directory. */
async function run(event: 'pull_request' | 'push'): Promise<WorkflowRun> {
  const layers = join(cache, 'layers')
  await rm(layers, { recursive: true, force: true })
  const yaml = workflow({ 'cache-dir': layers }, { last: [keepReport] })
  return runWorkflow(yaml, repository, server, { event, cache: join(cache, 'act') })
}

/** Whether the layers of each side came from the cache. */
function fromCache({ kept }: WorkflowRun): boolean[] {
  const [image] = JSON.parse(kept['report.json'] ?? '').images
  return [image.before, image.after].flatMap(({ layers }) =>
    layers.map((one: { cached: boolean }) => one.cached),
  )
}

/** The files that act keeps: one for each entry of the cache. */
async function entries(): Promise<string[]> {
  const found = await readdir(join(cache, 'act'), { recursive: true, withFileTypes: true })
  return found.filter((one) => one.isFile() && /^[0-9]+$/.test(one.name)).map(({ name }) => name)
}

test("a push to the default branch keeps layers in the runner's cache, which a pull request reads and never writes", async () => {
  const before = await run('pull_request')
  expect(before.succeeded).toBe(true)
  expect(fromCache(before)).toEqual([false, false])
  expect(await entries()).toEqual([])
  const push = await run('push')
  expect(push.succeeded).toBe(true)
  expect(fromCache(push)).toEqual([false, false])
  expect(await entries()).toHaveLength(1)
  const after = await run('pull_request')
  expect(after.succeeded).toBe(true)
  expect(fromCache(after)).toEqual([true, true])
  expect(await entries()).toHaveLength(1)
})
