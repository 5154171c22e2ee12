import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { commit, filesOf, git, image, scratch, serverAndClone, snapshot, worldOf, write } from './fixture.ts'

const folder = await scratch()
const base = { kind: 'git', ref: 'v1' } as const

async function open(directory: string, options: Parameters<typeof image>[0] = {}, environment = {}) {
  const before = await snapshot(directory)
  const { trees, cleanup, lines } = worldOf(folder, directory, { environment })
  const opened = await trees.open(image({ before: base, ...options }))
  const read = async (side: 'before' | 'after', path: string) =>
    readFile(join(opened[side]?.tree?.directory ?? '', path), 'utf8')
  expect(await snapshot(directory)).toEqual(before)
  return { ...opened, lines, cleanup, read, directory: opened.before?.tree?.directory ?? '' }
}

describe('submodules', () => {
  let server: string
  let clone: string

  beforeAll(async () => {
    const inner = await serverAndClone(folder, 'inner', { deep: '1' })
    const library = await serverAndClone(folder, 'library', { lib: '1' })
    await git(library.clone, 'submodule', '--quiet', 'add', inner.server, 'inner')
    await commit(library.clone, {})
    await git(library.clone, 'push', '--quiet', 'origin', 'main')
    const made = await serverAndClone(folder, 'project', { Dockerfile: 'FROM scratch\n' })
    server = made.server
    clone = made.clone
    await git(clone, 'submodule', '--quiet', 'add', library.server, 'libs/library')
    await git(clone, 'submodule', '--quiet', 'update', '--init', '--recursive')
    await commit(clone, {})
    await git(clone, 'tag', 'v1')
    await commit(library.clone, { lib: '2' })
    await git(library.clone, 'push', '--quiet', 'origin', 'main')
    await git(join(clone, 'libs/library'), 'fetch', '--quiet', 'origin')
    await git(join(clone, 'libs/library'), 'checkout', '--quiet', 'origin/main')
    await commit(clone, {})
    await git(clone, 'push', '--quiet', '--tags', 'origin', 'main')
  })

  test('are there at the commit of each side, all the way down, when the checkout has them', async () => {
    const { read, directory, cleanup } = await open(clone, { prepare: ['true'] })
    expect(await filesOf(directory)).toEqual(
      [
        '.gitmodules',
        'Dockerfile',
        'libs/library/.gitmodules',
        'libs/library/inner/deep',
        'libs/library/lib',
      ].sort(),
    )
    expect([await read('before', 'libs/library/lib'), await read('after', 'libs/library/lib')]).toEqual([
      '1',
      '2',
    ])
    await cleanup.run()
  })

  test('a commit that a shallow submodule lacks is fetched from where it came from', async () => {
    const shallow = join(folder, 'shallow')
    const flags = ['--quiet', '--recurse-submodules', '--shallow-submodules']
    await git(folder, 'clone', ...flags, `file://${server}`, shallow)
    await git(
      join(shallow, 'libs/library'),
      'remote',
      'set-url',
      'origin',
      `file://${join(folder, 'library.git')}`,
    )
    const { read, before, cleanup } = await open(shallow)
    expect(before?.error).toBeNull()
    expect(await read('before', 'libs/library/lib')).toBe('1')
    await cleanup.run()
  })

  test('stay empty when they are empty in the checkout', async () => {
    const plain = join(folder, 'plain')
    await git(folder, 'clone', '--quiet', server, plain)
    const { directory, lines, cleanup } = await open(plain)
    expect(await filesOf(directory)).toEqual(['.gitmodules', 'Dockerfile'])
    expect(lines).toEqual([])
    await cleanup.run()
  })

  test('with include-git each has a real .git as well', async () => {
    const { before, cleanup } = await open(clone, { includeGit: true })
    const library = join(before?.tree?.directory ?? '', 'libs/library')
    expect(await git(library, 'rev-parse', '--show-toplevel')).toBe(library)
    expect(await git(library, 'fsck', '--connectivity-only')).toBe('')
    expect(await git(before?.tree?.directory ?? '', 'status', '--porcelain')).toBe('')
    await cleanup.run()
  })

  test('changes inside are taken over in a terminal', async () => {
    await write(clone, { 'libs/library/lib': 'changed', 'libs/library/inner/deep': 'changed' })
    const { read, cleanup } = await open(clone, { prepare: ['true'] })
    expect(await read('after', 'libs/library/lib')).toBe('changed')
    expect(await read('after', 'libs/library/inner/deep')).toBe('changed')
    expect(await read('before', 'libs/library/lib')).toBe('1')
    await cleanup.run()
  })

  test('one that the checkout no longer has is warned about', async () => {
    await git(clone, 'checkout', '--quiet', '--force', '--', '.')
    await git(clone, 'rm', '--quiet', '--force', 'libs/library')
    await commit(clone, {})
    const { lines, cleanup } = await open(clone)
    expect(lines).toEqual([
      'warning: The checkout has no submodule libs/library, so that its folder is empty in the tree of this side',
    ])
    await cleanup.run()
  })
})

describe('LFS files', () => {
  const pointer = (id: string) =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${id.repeat(64)}\nsize 4\n`
  let clone: string

  /** A filter that does what git-lfs does at this point: it replaces a pointer by the object, unless told not to. */
  const smudge =
    '#!/bin/sh\nif [ -n "$GIT_LFS_SKIP_SMUDGE" ]; then cat; else sed -n "s/^oid sha256:/real /p"; fi\n'

  beforeAll(async () => {
    clone = join(folder, 'media')
    await git(folder, 'init', '--quiet', clone)
    await write(folder, { 'bin/git-lfs': smudge })
    await chmod(join(folder, 'bin/git-lfs'), 0o755)
    await commit(clone, {
      Dockerfile: 'FROM scratch\n',
      '.gitattributes': '*.bin filter=lfs -text\n',
      'a.bin': pointer('a'),
    })
    await git(clone, 'tag', 'v1')
    await commit(clone, { 'a.bin': pointer('b') })
    const system = ['filter.lfs.smudge', 'filter.lfs.clean', 'filter.lfs.required']
    for (const key of system)
      await git(clone, 'config', key, key.endsWith('required') ? 'true' : join(folder, 'bin/git-lfs'))
  })

  test('are pointers when the checkout has pointers, although a filter is set up', async () => {
    const { read, cleanup } = await open(clone)
    expect(await read('before', 'a.bin')).toBe(pointer('a'))
    await cleanup.run()
  })

  test('are real when the checkout’s are', async () => {
    await write(clone, { 'a.bin': `real ${'b'.repeat(64)}\n` })
    const { read, cleanup } = await open(clone)
    expect(await read('before', 'a.bin')).toBe(`real ${'a'.repeat(64)}\n`)
    await cleanup.run()
  })

  test('that cannot be had are an error of this side, never a pointer', async () => {
    await git(clone, 'config', 'filter.lfs.smudge', 'false')
    const { before, cleanup } = await open(clone)
    expect(before).toMatchObject({ tree: null, error: { stage: 'checkout' } })
    await cleanup.run()
  })

  test('without any, the store of fetched files decides', async () => {
    await git(clone, 'config', 'filter.lfs.smudge', join(folder, 'bin/git-lfs'))
    await git(clone, 'rm', '--quiet', '--force', 'a.bin')
    const without = await open(clone)
    expect(await without.read('before', 'a.bin')).toBe(pointer('a'))
    await without.cleanup.run()
    await mkdir(join(clone, '.git/lfs/objects/aa'), { recursive: true })
    const filled = await open(clone)
    expect(await filled.read('before', 'a.bin')).toMatch(/^real/)
    await filled.cleanup.run()
  })
})
