import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.ts'
import { commit, git, image, scratch, serverAndClone, worldOf } from './fixture.ts'

const folder = await scratch()
const { clone, first } = await serverAndClone(folder, 'project', { Dockerfile: 'FROM scratch\n' })
const repository = { id: 1, default_branch: 'main' }

function pullRequest(name: string, headRepository: { id: number } | null) {
  const head = { sha: first, repo: headRepository }
  return { name, payload: { repository, pull_request: { head, base: { ref: 'main', sha: first } } } }
}

function workflowRun(headRepository: { id: number } | null) {
  return { name: 'workflow_run', payload: { repository, workflow_run: { head_repository: headRepository } } }
}

describe('code of another repository in a privileged run', () => {
  test.each([
    ['a fork', pullRequest('pull_request_target', { id: 2 })],
    ['a fork that was deleted', pullRequest('pull_request_target', null)],
    ['a run for a fork', workflowRun({ id: 2 })],
    ['a run for a fork that was deleted', workflowRun(null)],
    [
      'a comment on a pull request',
      { name: 'issue_comment', payload: { repository, issue: { pull_request: {} } } },
    ],
    ['a payload without IDs', { name: 'pull_request_target', payload: {} }],
  ])('%s is refused with two safe set-ups', async (_, event) => {
    const { trees } = worldOf(folder, clone, { event })
    const refused = trees.open(image({ before: { kind: 'git', ref: 'main' } }))
    await expect(refused).rejects.toThrow(UserError)
    await expect(refused).rejects.toMatchObject({
      hint: expect.stringMatching(/pull_request.*workflow_run/s),
    })
  })

  test('images alone are not built, so that nothing is refused', async () => {
    const { trees } = worldOf(folder, clone, { event: pullRequest('pull_request_target', { id: 2 }) })
    const source = { kind: 'image', reference: 'debian:12' } as const
    expect(await trees.open(image({ before: source, after: source }))).toEqual({ before: null, after: null })
  })

  test('a run for the repository itself may build', async () => {
    await git(clone, 'checkout', '--quiet', '-B', 'change')
    await commit(clone, { a: '1' })
    const { trees, cleanup } = worldOf(folder, clone, { event: workflowRun({ id: 1 }) })
    const { before } = await trees.open(image({ before: { kind: 'git', ref: 'main' } }))
    expect(before?.tree?.commit).toBe(first)
    await cleanup.run()
  })
})

describe('one commit on both sides', () => {
  const event = pullRequest('pull_request_target', { id: 1 })
  const main = { kind: 'git', ref: 'main' } as const

  test('is refused in a run about a pull request, however it was named', async () => {
    await git(clone, 'checkout', '--quiet', '--detach', 'origin/main')
    const { trees } = worldOf(folder, clone, { event })
    for (const before of [main, { kind: 'base' } as const]) {
      await expect(trees.open(image({ before }))).rejects.toThrow(/compare the base with itself/)
    }
  })

  test('is a fair comparison when the sides are built differently', async () => {
    const { trees, cleanup } = worldOf(folder, clone, { event })
    const opened = await trees.open(image({ before: main, beforeBuild: { target: 'old' } }))
    expect(opened.before?.tree?.commit).toBe(opened.after?.tree?.commit)
    await cleanup.run()
  })

  test('is legitimate on a push that is run again, and in a terminal', async () => {
    for (const options of [{ event: { name: 'push', payload: { before: first } } }, {}]) {
      const { trees, cleanup } = worldOf(folder, clone, options)
      expect((await trees.open(image())).before?.tree?.commit).toBe(first)
      await cleanup.run()
    }
  })
})
