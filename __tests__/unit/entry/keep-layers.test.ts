import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { CacheService } from '../../../src/effects/cache-service.ts'
import type { GitHubEvent } from '../../../src/effects/runner.ts'
import { keepLayers, maySave } from '../../../src/entry/keep-layers.ts'
import type { Report } from '../../../src/report/report.ts'
import { createMemoryRunner } from '../../doubles/runner.ts'
import { anImage, factsOf } from '../judge/build-facts.ts'
import { judged, reportOf } from '../report/cases.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-keep-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

const repository = { default_branch: 'main' }
const push: GitHubEvent = { name: 'push', payload: { repository } }

/** A service that has an entry of this key, and says what was asked of it. */
function service(held: string | null): CacheService & { readonly calls: string[][] } {
  const calls: string[][] = []
  return {
    calls,
    async restore(directory, prefix) {
      calls.push(['restore', directory, prefix])
      await mkdir(directory, { recursive: true })
      await writeFile(join(directory, 'x'), '')
      return held
    },
    async save(directory, key) {
      calls.push(['save', directory, key])
    },
  }
}

function reportWith(layers: readonly (readonly [diffId: string, base: boolean])[]): Report {
  const rows = layers.map(([diffId, base]) => ({
    ...{ diffId, base, size: 1, live: 1, wasted: 0, contentDigest: null },
    ...{ instruction: null, place: null, cached: false },
  }))
  const after = anImage({ size: rows.length, layers: rows })
  const facts = factsOf({ before: 0, after: rows.length }, { before: null, after, diff: null })
  return reportOf([judged('x', facts, [])])
}

async function run(
  cacheDirectory: Parameters<typeof keepLayers>[0]['cacheDirectory'],
  event: GitHubEvent | null,
  held: string | null,
  report: Report | null,
) {
  const runner = createMemoryRunner(home, event)
  const context = { ...runner.context, ref: 'refs/heads/main' }
  const one = service(held)
  const kept = await keepLayers({ cacheDirectory }, { context }, one)
  await kept.end(report)
  return { directory: kept.directory, calls: one.calls }
}

const report = reportWith([
  ['sha256:a', true],
  ['sha256:b', false],
])

test('a push to the default branch fetches and keeps; nobody named the directory, so that it goes', async () => {
  const path = join(home, 'image-size-guard-layers')
  const { directory, calls } = await run({ kind: 'automatic' }, push, null, report)
  expect(directory).toEqual({ kind: 'directory', path })
  expect(calls).toEqual([
    ['restore', path, 'image-size-guard-layers-1-'],
    ['save', path, expect.stringMatching(/^image-size-guard-layers-1-[0-9a-f]{32}$/)],
  ])
  expect(existsSync(path)).toBe(false)
})

test('a directory that somebody named stays', async () => {
  const path = join(home, 'mine')
  await run({ kind: 'directory', path }, push, null, report)
  expect(existsSync(path)).toBe(true)
})

test('the key is that of the base layers: what is on top changes nothing, and what is there is not kept again', async () => {
  const keyOf = async (one: Report) => (await run({ kind: 'automatic' }, push, null, one)).calls[1]?.[2]
  const key = await keyOf(report)
  expect(
    await keyOf(
      reportWith([
        ['sha256:c', false],
        ['sha256:a', true],
      ]),
    ),
  ).toBe(key)
  expect(await keyOf(reportWith([['sha256:c', true]]))).not.toBe(key)
  expect(await keyOf(reportWith([['sha256:a', false]]))).toBe(key)
  const again = await run({ kind: 'automatic' }, push, key ?? null, report)
  expect(again.calls.map(([call]) => call)).toEqual(['restore'])
})

test('a run without a report, a switch that is off and a runner without a service keep nothing', async () => {
  expect((await run({ kind: 'automatic' }, push, null, null)).calls).toHaveLength(1)
  expect((await run({ kind: 'none' }, push, null, report)).calls).toEqual([])
  const { context } = createMemoryRunner(home, push)
  const kept = await keepLayers({ cacheDirectory: { kind: 'automatic' } }, { context }, null)
  expect(kept.directory).toEqual({ kind: 'automatic' })
})

test.each(['pull_request', 'pull_request_target', 'merge_group', 'workflow_run', 'issue_comment', 'release'])(
  'a run of the event %s only fetches',
  async (name) => {
    const { calls } = await run({ kind: 'automatic' }, { name, payload: { repository } }, null, report)
    expect(calls.map(([call]) => call)).toEqual(['restore'])
  },
)

test.each<[string, GitHubEvent | null, string | null, boolean]>([
  ['a push to the default branch', push, 'refs/heads/main', true],
  ['a schedule', { name: 'schedule', payload: {} }, 'refs/heads/main', true],
  ['a start by hand on it', { name: 'workflow_dispatch', payload: { repository } }, 'refs/heads/main', true],
  [
    'a start by hand on another branch',
    { name: 'workflow_dispatch', payload: { repository } },
    'refs/heads/x',
    false,
  ],
  ['a push to another branch', push, 'refs/heads/main2', false],
  ['a tag of the same name', push, 'refs/tags/main', false],
  ['no event', null, 'refs/heads/main', false],
  ['no ref', push, null, false],
  ['no repository in the event', { name: 'push', payload: {} }, 'refs/heads/undefined', false],
  ['an empty name', { name: 'push', payload: { repository: { default_branch: '' } } }, 'refs/heads/', false],
])('%s', (_what, event, ref, expected) => {
  expect(maySave({ event, ref })).toBe(expected)
})
