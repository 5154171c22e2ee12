import { chmod, lstat, readFile, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { commit, filesOf, git, image, scratch, serverAndClone, snapshot, worldOf, write } from './fixture.ts'

const folder = await scratch()
const base = { kind: 'git', ref: 'v1' } as const
let clone: string

beforeAll(async () => {
  const made = await serverAndClone(folder, 'project', {
    Dockerfile: 'FROM scratch\n',
    'run.sh': 'x',
    'gone/deep.txt': 'x',
    'folder/file': 'x',
    text: 'committed',
  })
  clone = made.clone
  await git(clone, 'tag', 'v1')
  await commit(clone, { head: '1' })
})

describe('prepare', () => {
  test('runs in both trees, before first, and the user’s files stay as they are', async () => {
    await write(clone, { made: 'by an earlier step' })
    const before = await snapshot(clone)
    const { trees, cleanup, lines } = worldOf(folder, clone)
    const prepare = ['sh', '-c', 'echo made here; pwd > made; test ! -e .git']
    const opened = await trees.open(image({ before: base, prepare }))
    for (const outcome of [opened.before, opened.after]) {
      expect(outcome?.error).toBeNull()
      expect(outcome?.tree?.own).toBe(true)
      const directory = outcome?.tree?.directory ?? ''
      expect(await readFile(join(directory, 'made'), 'utf8')).toBe(`${directory}\n`)
    }
    expect(lines.filter((line) => line.startsWith('group'))).toEqual([
      'group: Prepare the before side',
      'group: Prepare the after side',
    ])
    expect(lines).toContain('foreign: made here')
    expect(
      opened.after?.tree &&
        (await trees.untracked(opened.after.tree, { enters: () => true, mayEnterBelow: () => true })),
    ).toBeNull()
    expect(await snapshot(clone)).toEqual(before)
    await cleanup.run()
    await rm(join(clone, 'made'))
  })

  test('gets no secret of the job in its environment', async () => {
    const environment = { GITHUB_TOKEN: 'a-secret', INPUT_TOKEN: 'a-secret', LANG: 'C' }
    const { trees, cleanup, lines } = worldOf(folder, clone, { environment })
    await trees.open(image({ before: base, prepare: ['env'] }))
    expect(lines).toContain('foreign: LANG=C')
    expect(lines.join('\n')).not.toContain('a-secret')
    await cleanup.run()
  })

  test('that fails is an error of its side, with the end of its output', async () => {
    const { trees, cleanup } = worldOf(folder, clone)
    const prepare = ['sh', '-c', 'seq 30; test -e head']
    const { before, after } = await trees.open(image({ before: base, prepare }))
    expect(before?.error).toMatchObject({ stage: 'prepare', kind: 'failed' })
    expect(before?.error?.message).toMatch(/exit code 1$/)
    expect(before?.error?.log?.split('\n')).toHaveLength(20)
    expect(after?.error).toBeNull()
    await cleanup.run()
  })

  test('a program that is not there is named', async () => {
    const { trees, cleanup } = worldOf(folder, clone)
    const { after } = await trees.open(image({ before: base, prepare: ['./no-such-program'] }))
    expect(after?.error).toMatchObject({
      kind: 'not-found',
      message: 'prepare: ./no-such-program: there is no such program',
    })
    await cleanup.run()
  })

  test('ends with the run', async () => {
    const { trees, cleanup, abort } = worldOf(folder, clone)
    const opened = trees.open(image({ before: base, prepare: ['sleep', '60'] }))
    setTimeout(() => abort.abort(new Error('the run was interrupted')), 300)
    await expect(opened).rejects.toThrow('the run was interrupted')
    await cleanup.run()
  })
})

describe('uncommitted changes to tracked files', () => {
  beforeAll(async () => {
    await write(clone, { text: 'changed', 'gone/deep.txt': null, 'staged file': 'new', untracked: 'u' })
    await git(clone, 'add', 'staged file')
    await chmod(join(clone, 'run.sh'), 0o755)
    await rm(join(clone, 'folder'), { recursive: true })
    await symlink('/etc', join(clone, 'folder'))
    await rm(join(clone, 'head'))
    await symlink('text', join(clone, 'head'))
  })

  test('are part of the clean after tree in a terminal', async () => {
    const before = await snapshot(clone)
    const { trees, cleanup } = worldOf(folder, clone)
    const { after } = await trees.open(image({ before: base, prepare: ['true'] }))
    const directory = after?.tree?.directory ?? ''
    expect(await filesOf(directory)).toEqual(['Dockerfile', 'head', 'run.sh', 'staged file', 'text'])
    expect(await readFile(join(directory, 'text'), 'utf8')).toBe('changed')
    expect(await readlink(join(directory, 'head'))).toBe('text')
    expect((await lstat(join(directory, 'run.sh'))).mode & 0o111).toBe(0o111)
    expect(after?.tree?.resolvedBy).toBe('HEAD with the uncommitted changes to tracked files')
    expect(await snapshot(clone)).toEqual(before)
    await cleanup.run()
  })

  test('are not in an action, and the log says how many files that are', async () => {
    const { trees, cleanup, lines } = worldOf(folder, clone, { context: { kind: 'action' } })
    const { after } = await trees.open(image({ before: base, prepare: ['true'] }))
    expect(await readFile(join(after?.tree?.directory ?? '', 'text'), 'utf8')).toBe('committed')
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual([
      'warning: 6 tracked files differ from the commit in the checkout; the clean tree has them as committed',
    ])
    await cleanup.run()
  })
})
