import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.ts'
import { commit, git, image, scratch, serverAndClone, snapshot, worldOf } from './fixture.ts'

const folder = await scratch()
let clone: string
let server: string
let first: string
let second: string
let shallow: string

/** All legal in git; the first two are refused by its own commands, so that only a push can make them. */
const hostile = [
  '-x',
  '--upload-pack=touch pwned',
  'a;touch pwned',
  'a$(touch-pwned)',
  'a`id`',
  '<b>',
  '%0A',
].map((name) => name.replaceAll(' ', '-'))

beforeAll(async () => {
  const made = await serverAndClone(folder, 'project', { Dockerfile: 'FROM scratch\n' })
  clone = made.clone
  server = made.server
  first = made.first
  const pushed = hostile.map((name) => `${first}:refs/heads/${name}`)
  await git(clone, 'push', '--quiet', 'origin', ...pushed, `${first}:refs/heads/only-there`)
  await git(clone, 'tag', '--annotate', '--message', 'one', 'v1.0', first)
  await git(clone, 'push', '--quiet', 'origin', 'v1.0')
  second = await commit(clone, { a: '1' })
  await git(clone, 'push', '--quiet', 'origin', 'main')
  shallow = join(folder, 'shallow')
  await git(folder, 'clone', '--quiet', '--depth=1', `file://${server}`, shallow)
})

async function resolve(directory: string, ref: string) {
  const { trees, cleanup } = worldOf(folder, directory)
  try {
    const { before } = await trees.open(image({ before: { kind: 'git', ref } }))
    return { commit: before?.tree?.commit, by: before?.tree?.resolvedBy, error: before?.error }
  } finally {
    await cleanup.run()
  }
}

describe('git:REF', () => {
  test('reads what the checkout knows as git reads it', async () => {
    expect((await resolve(clone, 'HEAD~1')).commit).toBe(first)
    expect((await resolve(clone, 'v1.0')).commit).toBe(first)
    expect((await resolve(clone, second.slice(0, 10))).commit).toBe(second)
    expect((await resolve(clone, second)).by).toBe('the commit as given')
  })

  test('a branch that only the remote has, known or asked for', async () => {
    await git(clone, 'fetch', '--quiet', 'origin')
    expect((await resolve(clone, 'only-there')).by).toBe('the branch only-there of origin')
    for (const ref of ['only-there', 'origin/only-there', 'refs/heads/only-there']) {
      expect(await resolve(shallow, ref)).toMatchObject({
        commit: first,
        by: 'the branch only-there of origin, asked for',
      })
    }
  })

  test('a tag that a shallow clone lacks means the commit that it names', async () => {
    expect(await resolve(shallow, 'v1.0')).toMatchObject({
      commit: first,
      by: 'the tag v1.0 of origin, asked for',
    })
  })

  test('a full commit ID that a shallow clone lacks is fetched', async () => {
    expect((await resolve(shallow, first)).commit).toBe(first)
  })

  test('a branch whose name is an option or a command is a branch and nothing else', async () => {
    const before = await snapshot(shallow)
    await git(clone, 'fetch', '--quiet', 'origin')
    for (const directory of [shallow, clone]) {
      const { trees, cleanup } = worldOf(folder, directory)
      for (const ref of hostile) {
        const opened = await trees.open(image({ before: { kind: 'git', ref } }))
        expect([ref, opened.before?.tree?.commit]).toEqual([ref, first])
      }
      await cleanup.run()
    }
    expect(await snapshot(shallow)).toEqual(before)
    for (const place of [shallow, clone, server, folder]) {
      const names = await readdir(place)
      expect(names.filter((name) => name.includes('pwned'))).toEqual([])
    }
  })
})

describe('a ref that does not exist', () => {
  test('is named with its input and the nearest names', async () => {
    const unknown = resolve(clone, 'v1.1')
    await expect(unknown).rejects.toThrow(UserError)
    await expect(unknown).rejects.toMatchObject({
      message: 'before: git:v1.1 is no branch, tag or commit of this repository',
      hint: 'before: git:v1.0',
    })
  })

  test('nor does anything that is no name', async () => {
    const { trees, cleanup } = worldOf(folder, clone)
    for (const ref of ['', '--all', '-x^{/touch}', 'a\nb', 'a\0b', ':/x', 'HEAD:Dockerfile']) {
      const opened = trees.open(image({ before: { kind: 'git', ref } }))
      await expect(opened).rejects.toThrow(`git:${ref} is no branch, tag or commit`)
    }
    await cleanup.run()
  })

  test('in a clone without history the error says so', async () => {
    await expect(resolve(shallow, 'HEAD~1')).rejects.toMatchObject({
      message: expect.stringContaining('no history'),
      hint: expect.stringContaining('fetch-depth: 0'),
    })
  })

  test('a commit that the server does not have is an error of this side alone', async () => {
    const { error } = await resolve(shallow, '1'.repeat(40))
    expect(error).toMatchObject({ stage: 'checkout', kind: 'not-found' })
  })
})

describe('what cannot be reached', () => {
  test('a server that is gone is an error of this side; the other one is there', async () => {
    const lonely = join(folder, 'lonely')
    await git(folder, 'clone', '--quiet', '--depth=1', `file://${server}`, lonely)
    await git(lonely, 'remote', 'set-url', 'origin', `file://user:a-password@${folder}/gone.git`)
    const { trees, cleanup } = worldOf(folder, lonely)
    const byName = await trees.open(image({ before: { kind: 'git', ref: 'only-there' } }))
    expect(byName.before).toMatchObject({ tree: null, error: { stage: 'resolve', kind: 'failed' } })
    expect(byName.after?.tree?.directory).toBe(lonely)
    const byCommit = await trees.open(image({ before: { kind: 'git', ref: first } }))
    expect(byCommit.before?.error?.stage).toBe('checkout')
    expect(JSON.stringify([byName, byCommit])).not.toContain('a-password')
    await cleanup.run()
  })

  test('no repository at all ends with a clear line, in an action and in a terminal', async () => {
    const empty = join(folder, 'home')
    for (const kind of ['action', 'terminal'] as const) {
      const { trees } = worldOf(folder, empty, { context: { kind } })
      await expect(trees.open(image())).rejects.toThrow(`${empty} is no git checkout`)
    }
    const files = image({ before: { kind: 'dockerfile', path: 'a' } })
    const { trees } = worldOf(folder, empty, { context: { kind: 'action' } })
    await expect(trees.open(files)).rejects.toMatchObject({
      hint: expect.stringContaining('actions/checkout'),
    })
  })

  test('without git the files that are there can still be compared', async () => {
    const { trees } = worldOf(folder, folder)
    const { before, after } = await trees.open(image({ before: { kind: 'dockerfile', path: 'a' } }))
    expect(before).toEqual(after)
    expect(after?.tree).toMatchObject({ directory: folder, commit: null, own: false })
  })

  test('on a runner a repository above the workspace is not the checkout', async () => {
    const { trees } = worldOf(folder, join(clone, '.git/..', 'sub'), { context: { kind: 'action' } })
    await commit(clone, { 'sub/file': '1' })
    await expect(trees.open(image())).rejects.toThrow('is no git checkout')
  })

  test('a bare repository has no files to build', async () => {
    const { trees } = worldOf(folder, server)
    await expect(trees.open(image())).rejects.toThrow('without a work tree')
  })
})
