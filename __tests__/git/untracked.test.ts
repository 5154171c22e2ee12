import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { commit, git, image, scratch, snapshot, worldOf, write } from './fixture.ts'

const folder = await scratch()
const clone = join(folder, 'project')

beforeAll(async () => {
  await git(folder, 'init', '--quiet', clone)
  await commit(clone, { Dockerfile: 'FROM scratch\n', '.gitignore': 'node_modules/\n*.o\n', tracked: 'x' })
})

async function count(enters: (path: string) => boolean, mayEnterBelow = (_: string) => true) {
  const { trees } = worldOf(folder, clone)
  const { after } = await trees.open(image({ before: { kind: 'image', reference: 'a' } }))
  return after?.tree ? trees.untracked(after.tree, { enters, mayEnterBelow }) : undefined
}

test('a clean checkout has nothing beyond its commit', async () => {
  expect(await count(() => true)).toEqual({ count: 0, bytes: 0, first: [] })
})

test('what git ignores is named, a folder that is ignored whole by its own name', async () => {
  await write(clone, { 'node_modules/a/index.js': '1', 'sub/main.o': '1', untracked: '1' })
  const { trees } = worldOf(folder, clone)
  const { after } = await trees.open(image({ before: { kind: 'image', reference: 'a' } }))
  expect(after?.tree && (await trees.ignored(after.tree))).toEqual(['node_modules', 'sub/main.o'])
  await git(clone, 'clean', '-fdxq')
})

test('untracked and ignored files count, folder by folder, with bytes and the first five', async () => {
  await write(clone, {
    'node_modules/a/index.js': '12345',
    'node_modules/b/c/d.js': '123',
    'main.o': '1',
    'dist/app "1"\n.js': '12',
    tracked: 'changed',
  })
  await symlink('/etc/passwd', join(clone, 'dist/link'))
  const before = await snapshot(clone)
  expect(await count(() => true)).toEqual({
    count: 5,
    bytes: 5 + 3 + 1 + 2 + '/etc/passwd'.length,
    first: ['dist/app "1"\n.js', 'dist/link', 'main.o', 'node_modules/a/index.js', 'node_modules/b/c/d.js'],
  })
  expect(await snapshot(clone)).toEqual(before)
})

test('only what enters the context counts', async () => {
  expect(await count((path) => path.startsWith('node_modules/a/'))).toEqual({
    count: 1,
    bytes: 5,
    first: ['node_modules/a/index.js'],
  })
})

test('a directory of which nothing can enter the context is not read', async () => {
  const asked: string[] = []
  const counted = await count(
    () => true,
    (directory) => {
      asked.push(directory)
      return directory !== 'node_modules/b'
    },
  )
  expect(asked).toEqual(expect.arrayContaining(['node_modules', 'node_modules/a', 'node_modules/b']))
  expect(asked).not.toContain('node_modules/b/c')
  expect(counted?.count).toBe(4)
})

test('files of a foreign repository and of a submodule count', async () => {
  const library = join(folder, 'library')
  await git(folder, 'init', '--quiet', library)
  await commit(library, { a: '1' })
  await git(clone, 'submodule', '--quiet', 'add', library, 'library')
  await git(folder, 'clone', '--quiet', library, join(clone, 'foreign'))
  await write(clone, { 'library/built': '1234567' })
  const found = await count((path) => /^(library|foreign)\//.test(path) && !path.includes('.git/'))
  expect(found).toEqual({ count: 2, bytes: 8, first: ['foreign/a', 'library/built'] })
})
