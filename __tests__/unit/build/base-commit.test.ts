import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { findBaseCommit } from '../../../src/build/base-commit.ts'
import { findCheckout } from '../../../src/build/checkout.ts'
import { createTreeStore } from '../../../src/build/tree-store.ts'
import { GitHubError } from '../../../src/effects/github.ts'
import { UserError } from '../../../src/errors.ts'
import { commit, git, image, scratch, serverAndClone, worldOf } from './fixture.ts'

const folder = await scratch()
const zeroes = '0'.repeat(40)

/** main: first ─ old ─ new; the pull request branches off at old; refs/pull/1/merge merges new and its head. */
let server: string
let clone: string
let first: string
let old: string
let newest: string
let head: string
let merge: string
let depthOne: string
let atHead: string
let atMain: string

beforeAll(async () => {
  const made = await serverAndClone(folder, 'project', { Dockerfile: 'FROM scratch\n' })
  server = made.server
  clone = made.clone
  first = made.first
  old = await commit(clone, { a: '1' })
  await git(clone, 'checkout', '--quiet', '-b', 'change')
  head = await commit(clone, { b: '1' })
  await git(clone, 'checkout', '--quiet', 'main')
  newest = await commit(clone, { a: '2' })
  await git(clone, 'checkout', '--quiet', '--detach', 'change')
  await git(clone, 'merge', '--quiet', '--no-edit', '--no-ff', 'main')
  merge = await git(clone, 'rev-parse', 'HEAD')
  const refs = ['main', 'change', 'HEAD:refs/pull/1/merge']
  await git(clone, 'push', '--quiet', 'origin', ...refs)
  await git(clone, 'checkout', '--quiet', 'change')
  depthOne = await checkoutOf('depth-one', 'refs/pull/1/merge', 1)
  atHead = await checkoutOf('at-head', 'refs/heads/change', 1)
  atMain = await checkoutOf('at-main', 'refs/heads/main', null)
})

/** As actions/checkout does it: one ref, detached. */
async function checkoutOf(name: string, ref: string, depth: number | null): Promise<string> {
  const directory = join(folder, name)
  await git(folder, 'init', '--quiet', directory)
  await git(directory, 'remote', 'add', 'origin', `file://${server}`)
  const history = depth === null ? ['+refs/heads/*:refs/remotes/origin/*'] : [`--depth=${depth}`]
  await git(directory, 'fetch', '--quiet', '--no-tags', 'origin', ref, ...history)
  await git(directory, 'checkout', '--quiet', '--detach', await git(server, 'rev-parse', ref))
  return directory
}

function pullRequest(base = newest) {
  const payload = {
    repository: { id: 1, default_branch: 'main' },
    pull_request: { head: { sha: head, repo: { id: 1 } }, base: { ref: 'main', sha: base } },
  }
  return { name: 'pull_request', payload }
}

/** The base alone; that a tree is made of it is shown for every source in own-tree.test.ts. */
async function baseOf(directory: string, options: Parameters<typeof worldOf>[2]) {
  const { world, lines, cleanup } = worldOf(folder, directory, options)
  const { git, runner } = world
  const checkout = await findCheckout(git, directory, { above: true })
  if (checkout === null) throw new Error(`${directory} is no checkout`)
  try {
    const repository = await createTreeStore(world, null).repositoryOf(checkout, false)
    const github = options?.token ? world.github() : null
    const history = { git, github, warn: runner.log.warning }
    const { commit, resolvedBy } = await findBaseCommit(repository, history, runner.context)
    return { commit, by: resolvedBy, lines }
  } finally {
    expect(await cleanup.run()).toEqual([])
  }
}

describe('base on a pull request', () => {
  test("the merge commit's other parent, read at depth 1, whichever parent it is", async () => {
    const found = await baseOf(depthOne, { event: pullRequest(first), context: { sha: merge } })
    expect([found.commit, found.by]).toEqual([newest, "the merge commit's other parent"])
    expect((await git(clone, 'cat-file', '-p', merge)).match(/parent (\S+)/)?.[1]).toBe(head)
  })

  test('the merge base, named by GitHub, when the head itself is checked out at depth 1', async () => {
    const asked: string[][] = []
    const mergeBase = async (base: string, tip: string) => {
      asked.push([base, tip])
      return old
    }
    const context = { sha: merge, repository: 'o/r' }
    const found = await baseOf(atHead, {
      event: pullRequest(),
      context,
      token: 'a-token-of-the-job',
      mergeBase,
    })
    expect([found.commit, found.by]).toEqual([old, 'the merge base with main'])
    expect(asked).toEqual([['main', head]])
  })

  test('the merge base by history that is fetched, when GitHub does not answer', async () => {
    const mergeBase = async () => {
      throw new GitHubError('Bad gateway', 502, null)
    }
    const context = { sha: merge, repository: 'o/r' }
    const found = await baseOf(atHead, {
      event: pullRequest(),
      context,
      token: 'a-token-of-the-job',
      mergeBase,
    })
    expect(found.commit).toBe(old)
    expect(found.lines.join('\n')).toMatch(
      /warning: GitHub does not name the merge base with main \(Bad gateway\)/,
    )
  })

  test('the merge base by the history of a full clone, without asking anybody', async () => {
    const full = await checkoutOf('full-head', 'refs/heads/change', null)
    const found = await baseOf(full, { event: pullRequest(), context: { sha: merge } })
    expect(found.commit).toBe(old)
  })

  test('a head that main has by now is compared with the base of the event', async () => {
    const payload = {
      pull_request: { head: { sha: newest, repo: { id: 1 } }, base: { ref: 'main', sha: old } },
    }
    const found = await baseOf(atMain, { event: { name: 'pull_request', payload }, context: { sha: merge } })
    expect(found.commit).toBe(old)
    expect(found.by).toMatch(/when the event was made/)
  })

  test('the base branch checked out by mistake is refused: it would be compared with itself', async () => {
    const { trees, cleanup } = worldOf(folder, atMain, { event: pullRequest(), context: { sha: merge } })
    const opened = trees.open(image())
    await expect(opened).rejects.toThrow(/same commit .* compare the base with itself/)
    await cleanup.run()
  })

  test('an event file that is missing, or not of a pull request, is named', async () => {
    const event = { name: 'pull_request', payload: {} }
    await expect(baseOf(depthOne, { event })).rejects.toThrow(/not a pull request's/)
    const missing = baseOf(depthOne, { context: { kind: 'action' } })
    await expect(missing).rejects.toThrow(/event file is missing/)
    const broken = { name: 'pull_request', payload: { pull_request: { head: { sha: '--upload-pack=x' } } } }
    await expect(baseOf(depthOne, { event: broken })).rejects.toThrow(UserError)
  })
})

describe('base on other events', () => {
  test('push: the commit before, that one alone', async () => {
    const event = { name: 'push', payload: { before: old, repository: { default_branch: 'main' } } }
    const found = await baseOf(atHead, { event })
    expect([found.commit, found.by]).toEqual([old, 'the commit before the push'])
  })

  test('push of a new branch: the merge base with the default branch', async () => {
    const event = { name: 'push', payload: { before: zeroes, repository: { default_branch: 'main' } } }
    const found = await baseOf(atHead, { event })
    expect([found.commit, found.by]).toEqual([old, 'the merge base with main: the branch is new'])
  })

  test('push of a tag on main: nothing is before it, and the error says what to set', async () => {
    const event = { name: 'push', payload: { before: zeroes, repository: { default_branch: 'main' } } }
    await expect(baseOf(atMain, { event })).rejects.toThrow('The branch main has the pushed commit already')
  })

  test('merge queue: its base', async () => {
    const event = { name: 'merge_group', payload: { merge_group: { base_sha: old } } }
    expect((await baseOf(atHead, { event })).commit).toBe(old)
  })

  test('a run about another run: the merge base with the branch of its one pull request', async () => {
    const pulls = [{ base: { ref: 'main' } }]
    const payload = { workflow_run: { head_repository: { id: 1 }, pull_requests: pulls } }
    expect((await baseOf(clone, { event: { name: 'workflow_run', payload } })).commit).toBe(old)
    const without = baseOf(clone, { event: { name: 'workflow_run', payload: {} } })
    await expect(without).rejects.toThrow('an explicit before is required')
  })

  test.each(['workflow_dispatch', 'schedule', 'release'])(
    '%s: an explicit before is required',
    async (name) => {
      const opened = baseOf(atHead, { event: { name, payload: {} } })
      await expect(opened).rejects.toThrow(`A ${name} run has no base commit: an explicit before is required`)
    },
  )
})

describe('base in a terminal', () => {
  test('the merge base with the remote default branch', async () => {
    const found = await baseOf(clone, {})
    expect([found.commit, found.by]).toEqual([old, 'the merge base with origin/main'])
  })

  test('on the default branch: HEAD itself, which is compared with the work tree', async () => {
    const main = join(folder, 'on-main')
    await git(folder, 'clone', '--quiet', server, main)
    const found = await baseOf(main, {})
    expect(found.commit).toBe(newest)
    expect(found.by).toBe('HEAD, which origin/main has: only what is not committed differs')
  })

  test('without a remote: the local main', async () => {
    const local = join(folder, 'local')
    await git(folder, 'init', '--quiet', local)
    const base = await commit(local, { a: '1' })
    await git(local, 'checkout', '--quiet', '-b', 'topic')
    await commit(local, { a: '2' })
    const found = await baseOf(local, {})
    expect([found.commit, found.by]).toEqual([base, 'the merge base with main'])
  })

  test('without any such branch, and without a commit: said with the flag to give', async () => {
    const odd = join(folder, 'odd')
    await git(folder, 'init', '--quiet', odd)
    await expect(baseOf(odd, {})).rejects.toThrow('no commit yet')
    await git(odd, 'checkout', '--quiet', '-b', 'trunk')
    await commit(odd, { a: '1' })
    await expect(baseOf(odd, {})).rejects.toThrow('neither origin/HEAD nor main nor master')
  })
})
