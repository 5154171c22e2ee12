import { chmod, lstat, mkdir, readdir, readFile, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { commit, filesOf, git, image, scratch, serverAndClone, snapshot, worldOf, write } from './fixture.ts'

const folder = await scratch()
const base = { kind: 'git', ref: 'v1' } as const
let clone: string
let server: string
let first: string

beforeAll(async () => {
  const made = await serverAndClone(folder, 'project', {
    Dockerfile: 'FROM scratch\n',
    '.gitattributes': 'secret.txt export-ignore\nversion.txt export-subst\n',
    'secret.txt': 'kept\n',
    'version.txt': '$Format:%H$\n',
    'crlf.txt': 'a\r\nb\n',
    'run.sh': '#!/bin/sh\n',
    'old/only.txt': 'x',
  })
  clone = made.clone
  server = made.server
  await chmod(join(clone, 'run.sh'), 0o755)
  await symlink('run.sh', join(clone, 'link'))
  first = await commit(clone, {})
  await git(clone, 'tag', '--annotate', '--message', 'one', 'v1')
  await commit(clone, { 'old/only.txt': null, 'new.txt': 'y' })
  await git(clone, 'push', '--quiet', '--tags', 'origin', 'main')
})

async function openBefore(directory: string, options: Parameters<typeof image>[0] = {}) {
  const { trees, cleanup, lines } = worldOf(folder, directory)
  const { before, after } = await trees.open(image({ before: base, ...options }))
  return { before, after, cleanup, lines, directory: before?.tree?.directory ?? '', trees }
}

describe('the tree of a commit', () => {
  test('has exactly its files, byte for byte, and no .git', async () => {
    const { directory, before, cleanup } = await openBefore(clone)
    expect(before?.tree).toMatchObject({ commit: first, own: true })
    expect(await filesOf(directory)).toEqual(
      (await git(clone, 'ls-tree', '-r', '--name-only', first)).split('\n').sort(),
    )
    expect(await readFile(join(directory, 'version.txt'), 'utf8')).toBe('$Format:%H$\n')
    expect(await readFile(join(directory, 'crlf.txt'), 'utf8')).toBe('a\r\nb\n')
    expect((await lstat(join(directory, 'run.sh'))).mode & 0o111).toBe(0o111)
    expect((await lstat(join(directory, 'link'))).isSymbolicLink()).toBe(true)
    expect(await cleanup.run()).toEqual([])
    expect(await readdir(join(folder, 'temporary'))).toEqual([])
  })

  test('the after side is the checkout in place', async () => {
    const { after, cleanup } = await openBefore(clone)
    const head = await git(clone, 'rev-parse', 'HEAD')
    expect(after?.tree).toMatchObject({ directory: clone, commit: head, own: false })
    await cleanup.run()
  })

  test('is made once and serves several images', async () => {
    const { trees, before, cleanup } = await openBefore(clone)
    const again = await trees.open(image({ before: base }))
    expect(again.before?.tree?.directory).toBe(before?.tree?.directory)
    await cleanup.run()
  })
})

describe('the user’s checkout', () => {
  test('is byte for byte the same, with a dirty tree and an old index too', async () => {
    await write(clone, { 'untracked.txt': 'u', 'run.sh': '#!/bin/sh\nchanged\n' })
    await utimes(join(clone, 'crlf.txt'), 1, 1)
    await git(clone, 'config', 'core.fsmonitor', 'touch hooked; false')
    await write(clone, { '.git/hooks/post-checkout': '#!/bin/sh\ntouch hooked\n' })
    await chmod(join(clone, '.git/hooks/post-checkout'), 0o755)
    const before = await snapshot(clone)
    for (const options of [{}, { prepare: ['true'] }, { includeGit: true }]) {
      const { trees, cleanup, before: side, after } = await openBefore(clone, options)
      expect(side?.error ?? after?.error).toBeNull()
      if (after?.tree) await trees.untracked(after.tree, { enters: () => true, mayEnterBelow: () => true })
      await trees.place(image({ before: base }), { before: side, after })
      await cleanup.run()
    }
    expect(await snapshot(clone)).toEqual(before)
    await git(clone, 'config', '--unset', 'core.fsmonitor')
    await git(clone, 'checkout', '--quiet', 'run.sh')
  })

  test('a shallow clone gets nothing, what it lacks is fetched elsewhere', async () => {
    const shallow = join(folder, 'shallow')
    await git(folder, 'clone', '--quiet', '--depth=1', `file://${server}`, shallow)
    const before = await snapshot(shallow)
    const { directory, cleanup } = await openBefore(shallow)
    expect(await filesOf(directory)).toContain('old/only.txt')
    await cleanup.run()
    expect(await snapshot(shallow)).toEqual(before)
  })

  test('a full clone that lacks the commit stays full', async () => {
    const behind = join(folder, 'behind')
    await git(folder, 'clone', '--quiet', server, behind)
    const later = await commit(clone, { later: '1' })
    await git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/later')
    const before = await snapshot(behind)
    const { directory, cleanup } = await openBefore(behind, { before: { kind: 'git', ref: later } })
    expect(await filesOf(directory)).toContain('later')
    await cleanup.run()
    expect(await snapshot(behind)).toEqual(before)
    expect(await git(behind, 'rev-parse', '--is-shallow-repository')).toBe('false')
    await git(clone, 'reset', '--quiet', '--hard', 'HEAD~1')
  })

  test('a linked worktree and a folder below the root serve as well', async () => {
    const linked = join(folder, 'linked')
    await git(clone, 'worktree', 'add', '--quiet', '--detach', linked)
    await mkdir(join(linked, 'below'))
    const { directory, after, cleanup } = await openBefore(join(linked, 'below'))
    expect(after?.tree?.directory).toBe(linked)
    expect(await filesOf(directory)).toContain('secret.txt')
    await cleanup.run()
  })
})

describe('include-git', () => {
  test('gives both sides a real .git that stands on its own', async () => {
    const { before, after, cleanup } = await openBefore(clone, { includeGit: true })
    for (const [outcome, described] of [
      [before, /^v1$/],
      [after, /^v1-1-g/],
    ] as const) {
      const own = outcome?.tree?.directory ?? ''
      expect(outcome?.tree?.own).toBe(true)
      expect(await git(own, 'describe')).toMatch(described)
      expect(await git(own, 'status', '--porcelain')).toBe('')
      expect(await git(own, 'fsck', '--connectivity-only')).toBe('')
      expect(await readdir(join(own, '.git/objects/info'))).not.toContain('alternates')
      expect(await readFile(join(own, '.git/config'), 'utf8')).not.toContain('remote')
    }
    await cleanup.run()
  })

  test('works in a shallow clone, with the history that it has', async () => {
    const { before, after, cleanup } = await openBefore(join(folder, 'shallow'), { includeGit: true })
    for (const outcome of [before, after]) {
      expect(outcome?.error).toBeNull()
      const own = outcome?.tree?.directory ?? ''
      expect(await git(own, 'fsck', '--connectivity-only')).toBe('')
      expect(await git(own, 'log', '--format=%H')).toBe(outcome?.tree?.commit)
    }
    await cleanup.run()
  })
})

describe('what the checkout leaves out', () => {
  test('a sparse checkout is sparse on both sides', async () => {
    const sparse = join(folder, 'sparse')
    await git(folder, 'clone', '--quiet', server, sparse)
    await git(sparse, 'sparse-checkout', 'set', '--no-cone', '/Dockerfile', '/old/')
    const { directory, cleanup } = await openBefore(sparse)
    expect(await filesOf(directory)).toEqual(['Dockerfile', 'old/only.txt'])
    await cleanup.run()
  })

  test('a partial clone gets the contents that it lacks, elsewhere', async () => {
    await git(server, 'config', 'uploadpack.allowFilter', 'true')
    const partial = join(folder, 'partial')
    await git(folder, 'clone', '--quiet', '--filter=blob:none', `file://${server}`, partial)
    const before = await snapshot(partial)
    const { directory, before: side, cleanup } = await openBefore(partial)
    expect(side?.error).toBeNull()
    expect(await readFile(join(directory, 'old/only.txt'), 'utf8')).toBe('x')
    await cleanup.run()
    expect(await snapshot(partial)).toEqual(before)
  })
})
