import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { repositoryRoot } from '../../src/entry/repository-root.ts'

let top: string

beforeAll(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'repository-root-')))
  const git = (...args: string[]) => execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args])
  await git('init', '-q', join(top, 'clone'))
  await git('-C', join(top, 'clone'), 'commit', '-q', '--allow-empty', '-m', 'first')
  await git('-C', join(top, 'clone'), 'worktree', 'add', '-q', join(top, 'worktree'))
  await mkdir(join(top, 'clone/a/b/.git'), { recursive: true })
  await mkdir(join(top, 'worktree/inner'))
  await mkdir(join(top, 'none'))
  await symlink(join(top, 'clone/a'), join(top, 'link'))
})

afterAll(() => rm(top, { recursive: true }))

test.each([
  ['clone', 'clone'],
  ['clone/a', 'clone'],
  ['clone/a/b', 'clone'],
  ['worktree/inner', 'worktree'],
  ['link', 'clone'],
])('%s is in %s, as git says', async (directory, root) => {
  const { stdout } = await execa('git', ['rev-parse', '--show-toplevel'], { cwd: join(top, directory) })
  expect(stdout).toBe(join(top, root))
  expect(repositoryRoot(join(top, directory))).toBe(stdout)
})

test('a directory outside of every repository is in none', () => {
  expect(repositoryRoot(join(top, 'none'))).toBeNull()
})
