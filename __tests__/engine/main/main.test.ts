import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { commit, git, scratch, snapshot, write } from '../../git/fixture.ts'
import { engineState } from './engine-state.ts'
import { foundBy } from './findings.ts'
import { type MainRun, runMain } from './run-main.ts'

const checkout = join(import.meta.dirname, '../../..')
const folder = await scratch()
const schema = JSON.parse(await readFile(join(checkout, 'report.schema.json'), 'utf8'))
const isReport = new Ajv2020({ strict: false }).compile(schema)

/** Runs the job with buildx and without it on one checkout, and holds that everything else is as it was. */
async function both(directory: string, inputs: Readonly<Record<string, string>>): Promise<MainRun[]> {
  const runs: MainRun[] = []
  for (const buildx of [true, false]) {
    const engineBefore = await engineState(null)
    const gitBefore = await gitState(directory)
    const run = await runMain(directory, inputs, { buildx })
    expect(await engineState(run.mark)).toEqual(engineBefore)
    expect(await gitState(directory)).toEqual(gitBefore)
    runs.push(run)
  }
  return runs
}

async function gitState(directory: string): Promise<string[]> {
  const status = await git(directory, 'status', '--porcelain', '--untracked-files=all')
  return [status, await git(directory, 'worktree', 'list', '--porcelain')]
}

test('two commits of a repository give the same report with buildx and without it, and nothing stays', async () => {
  const repository = join(folder, 'repository')
  await write(repository, {})
  await git(repository, 'init', '--quiet')
  const data = (size: number): string => 'x'.repeat(size)
  await commit(repository, {
    'docker/Dockerfile': 'FROM scratch\nCOPY app /app\nCOPY old /data\nCOPY new /data\n',
    '.dockerignore': '**/*.log\ndocker\n',
    ...{ 'app/main': data(3000), 'app/noise.log': 'noise', 'app/bin/gcc': data(50_000) },
    ...{ old: data(700), new: data(900) },
  })
  await commit(repository, { 'app/bin/gcc': null, new: data(1001) })
  const files = await snapshot(repository)
  const inputs = {
    ...{ before: 'git:HEAD~1', file: 'docker/Dockerfile' },
    ...{ absent: 'gcc', 'expect-fail': 'gcc --version', 'min-decrease': '10%', 'max-wasted': '1kB' },
  }
  const [buildx, api] = await both(repository, inputs)
  expect(await snapshot(repository)).toEqual(files)
  expect(buildx?.report.engine?.builder).toMatch(/^buildx \d/)
  expect(api?.report.engine?.builder).toBe('engine-api')
  for (const run of [buildx, api]) expect([isReport(run?.report), isReport.errors]).toEqual([true, null])
  expect(api && foundBy(api.report)).toEqual(buildx && foundBy(buildx.report))
  expect(buildx?.report).toMatchObject({
    verdict: 'pass',
    images: [
      {
        before: { size: 54_600, live: 53_900, wasted: 700 },
        after: { size: 4701, live: 4001, wasted: 700 },
        delta: { size: -49_899 },
        probes: [
          { side: 'after', kind: 'absent', status: 'pass', outcome: 'not_found' },
          { side: 'after', kind: 'expect-fail', status: 'pass', outcome: 'not_found' },
          { side: 'before', kind: 'absent', status: 'fail' },
          { side: 'before', kind: 'expect-fail', status: 'fail' },
        ],
      },
    ],
  })
}, 120_000)

test('the example gives the same report with buildx and without it, and nothing stays', async () => {
  const base = (await readFile(join(checkout, '.image-size-guard/base-image'), 'utf8')).trim()
  const inputs = { config: 'examples/multi-stage/image-size.yml', 'build-args': `BASE_IMAGE=${base}` }
  const [buildx, api] = await both(checkout, inputs)
  expect(buildx?.report.engine?.builder).toMatch(/^buildx \d/)
  expect(api?.report.engine?.builder).toBe('engine-api')
  for (const run of [buildx, api]) expect([isReport(run?.report), isReport.errors]).toEqual([true, null])
  expect(api && foundBy(api.report)).toEqual(buildx && foundBy(buildx.report))
  expect(buildx?.report.verdict).toBe('pass')
  const [image] = buildx?.report.images ?? []
  const after = image?.probes.filter(({ side }) => side === 'after') ?? []
  expect(after.map(({ status }) => status)).toEqual(Array(11).fill('pass'))
  const { size, live, wasted, layers } = image?.after ?? {}
  expect(size).toBe((live ?? 0) + (wasted ?? 0))
  expect(size).toBe(layers?.reduce((sum, layer) => sum + layer.size, 0))
  expect(size).toBeLessThan(image?.before?.size ?? 0)
}, 600_000)
