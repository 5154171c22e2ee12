import { rmdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { placeDockerfile } from '../../../src/build/dockerfile-place.ts'
import { commit, type Files, git, image, scratch, worldOf, write } from './fixture.ts'

const folder = await scratch()
const long = Array.from({ length: 20 }, (_, line) => `RUN step-${line}\n`).join('')
let number = 0
let clone = ''

/** Commits one side after the other, and says where the Dockerfile is. */
async function place(before: Files, after: Files, options: Parameters<typeof image>[0] = {}) {
  await commit(clone, before)
  await git(clone, 'tag', 'v1')
  await commit(clone, after)
  return placeNow(options)
}

async function placeNow(options: Parameters<typeof image>[0] = {}) {
  const { trees, cleanup } = worldOf(folder, clone)
  const config = image({ before: { kind: 'git', ref: 'v1' }, ...options })
  try {
    return await trees.place(config, await trees.open(config))
  } finally {
    await cleanup.run()
  }
}

const docker = { file: 'docker/Dockerfile' }

describe('the Dockerfile', () => {
  beforeEach(async () => {
    number += 1
    clone = join(folder, `project-${number}`)
    await git(folder, 'init', '--quiet', clone)
  })

  test('is where it is configured on both sides', async () => {
    expect(
      await place(
        { 'app/Dockerfile': long },
        {},
        { beforeBuild: { context: 'app' }, afterBuild: { context: 'app' } },
      ),
    ).toEqual({ change: 'pair', before: 'app/Dockerfile', after: 'app/Dockerfile' })
  })

  test('that was renamed and changed is followed', async () => {
    const changes = { Dockerfile: null, 'docker/Dockerfile': `${long}RUN more\n` }
    const found = await place({ Dockerfile: long, other: long }, changes, {
      beforeBuild: docker,
      afterBuild: docker,
    })
    expect(found).toEqual({ change: 'pair', before: 'Dockerfile', after: 'docker/Dockerfile' })
  })

  test('is followed in the work tree, before the rename is committed or staged', async () => {
    await commit(clone, { 'Docker\tfile "old"': long })
    await git(clone, 'tag', 'v1')
    await write(clone, { 'Docker\tfile "old"': null, Dockerfile: long })
    expect(await placeNow()).toEqual({ change: 'pair', before: 'Docker\tfile "old"', after: 'Dockerfile' })
  })

  test('that is new makes a new image, even if a file like it is still there', async () => {
    const found = await place({ other: long, 'b/removed': 'x\n' }, { Dockerfile: long, 'b/removed': null })
    expect(found).toEqual({ change: 'new', before: null, after: 'Dockerfile' })
  })

  test('of only one side is placed when the other one is an image', async () => {
    const found = await place({ Dockerfile: long }, {}, { before: { kind: 'image', reference: 'a' } })
    expect(found).toEqual({ change: 'pair', before: null, after: 'Dockerfile' })
  })

  test('of dockerfile:PATH is taken from the checkout', async () => {
    const found = await place(
      { Dockerfile: long },
      { single: long },
      { before: { kind: 'dockerfile', path: 'single' } },
    )
    expect(found).toEqual({ change: 'pair', before: 'single', after: 'Dockerfile' })
  })
})

describe('a mistake is named with its input and path', () => {
  test.each([
    ['missing on both sides', {}, { a: '1' }, {}, 'file: Dockerfile does not exist on both sides'],
    [
      'missing on the after side',
      { Dockerfile: long },
      { Dockerfile: null },
      {},
      'file: Dockerfile does not exist on the after side',
    ],
    [
      'named for the before side, missing there',
      { a: '1' },
      { Dockerfile: long },
      { beforeBuild: { file: 'Old' } },
      'before-file: Old does not exist on the before side',
    ],
    [
      'dockerfile:PATH missing',
      {},
      { Dockerfile: long },
      { before: { kind: 'dockerfile', path: 'Old' } as const },
      'before: Old does not exist on the before side',
    ],
    [
      'a directory',
      { 'docker/Dockerfile': long },
      {},
      { beforeBuild: { file: 'docker' }, afterBuild: { file: 'docker' } },
      'file: docker is a directory, not a Dockerfile',
    ],
    [
      'above the root',
      { Dockerfile: long },
      {},
      { afterBuild: { file: '../Dockerfile' } },
      'after-file: ../Dockerfile leaves the repository',
    ],
    [
      'absolute',
      { Dockerfile: long },
      {},
      { afterBuild: { file: '/etc/passwd' } },
      'after-file: /etc/passwd leaves the repository',
    ],
    [
      'context missing',
      { Dockerfile: long },
      {},
      {
        beforeBuild: { context: 'app', file: 'Dockerfile' },
        afterBuild: { context: 'app', file: 'Dockerfile' },
      },
      'context: app does not exist',
    ],
    [
      'context a file',
      { Dockerfile: long },
      {},
      { afterBuild: { context: 'Dockerfile', file: 'Dockerfile' } },
      'after-context: Dockerfile is no directory',
    ],
  ])('%s', async (_, before: Files, after: Files, options, message) => {
    const trees = await plainTrees(before, after)
    const placed = placeDockerfile(image(options), trees, async () => null)
    await expect(placed).rejects.toThrow(message)
  })

  test('a link that leaves the tree, as the file and as its folder', async () => {
    const trees = await plainTrees(
      { Dockerfile: long, 'docker/passwd': long },
      { Dockerfile: null, 'docker/passwd': null },
    )
    const { directory } = trees.after
    await symlink('/etc/passwd', join(directory, 'Dockerfile'))
    await rmdir(join(directory, 'docker'))
    await symlink('/etc', join(directory, 'docker'))
    await symlink('self', join(directory, 'self'))
    for (const [file, message] of [
      ['Dockerfile', 'file: Dockerfile leaves the repository through a link'],
      ['docker/passwd', 'file: docker/passwd leaves the repository through a link'],
      ['self', 'file: self is a link that leads to itself'],
    ] as const) {
      const config = image({ beforeBuild: { file }, afterBuild: { file } })
      await expect(placeDockerfile(config, trees, async () => null)).rejects.toThrow(message)
    }
  })

  test('a link that stays inside is a Dockerfile', async () => {
    const trees = await plainTrees({ Dockerfile: long }, { Dockerfile: null, 'docker/main': long })
    await symlink('docker/main', join(trees.after.directory, 'Dockerfile'))
    const placed = await placeDockerfile(image(), trees, async () => null)
    expect(placed).toEqual({ change: 'pair', before: 'Dockerfile', after: 'Dockerfile' })
  })
})

/** Two trees that need no git: a mistake shows before any rename is looked for. */
async function plainTrees(before: Files, after: Files) {
  number += 1
  const tree = (side: string) => ({
    directory: join(folder, `plain-${number}-${side}`),
    commit: null,
    resolvedBy: '',
    own: true,
  })
  const trees = { before: tree('before'), after: tree('after') }
  await write(trees.before.directory, before)
  await write(trees.after.directory, before)
  await write(trees.after.directory, after)
  return trees
}
