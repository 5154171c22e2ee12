import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execa } from 'execa'

const program = join(import.meta.dirname, '../../../dist/cli.mjs')

let folder: string
let home: string
let elsewhere: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'isg-compile-cache-')))
  home = join(folder, 'home')
  elsewhere = join(folder, 'elsewhere')
  await Promise.all([mkdir(home), mkdir(elsewhere)])
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Asks the program for its version, which it must give, and returns the paths of all that it wrote. */
async function startWith(env: Readonly<Record<string, string>>, cwd = elsewhere): Promise<string[]> {
  const earlier = await readdir(folder, { recursive: true })
  const run = await execa(process.execPath, [program, '--version'], { env, extendEnv: false, cwd })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('image-size-guard') })
  return (await readdir(folder, { recursive: true })).filter((path) => !earlier.includes(path))
}

test("compiled code is kept in the user's own cache", async () => {
  expect((await startWith({ HOME: home })).slice(0, 2)).toEqual([
    'home/.cache',
    'home/.cache/image-size-guard',
  ])
  const named = join(folder, 'named')
  await mkdir(named)
  const [directory, ...files] = await startWith({ HOME: home, XDG_CACHE_HOME: named })
  expect(directory).toBe('named/image-size-guard')
  expect(files.length).toBeGreaterThan(1)
})

test('nothing is kept where others can write', async () => {
  await chmod(home, 0o777)
  expect(await startWith({ HOME: home })).toEqual([])
  await chmod(home, 0o700)
  await mkdir(join(home, '.cache/image-size-guard'), { recursive: true })
  await chmod(join(home, '.cache/image-size-guard'), 0o770)
  expect(await startWith({ HOME: home })).toEqual([])
})

test('nothing is kept in a checkout, nor in the working directory', async () => {
  const cache = join(elsewhere, 'deep')
  await mkdir(cache)
  expect(await startWith({ XDG_CACHE_HOME: cache })).toEqual([])
  await symlink(cache, join(home, 'link'))
  expect(await startWith({ XDG_CACHE_HOME: join(home, 'link') })).toEqual([])
  await writeFile(join(elsewhere, '.git'), 'gitdir: ../of-a-worktree')
  expect(await startWith({ XDG_CACHE_HOME: cache }, home)).toEqual([])
})

test('nothing is kept without a place for it, and the program runs all the same', async () => {
  await writeFile(join(folder, 'file'), '')
  for (const HOME of ['', 'home', join(folder, 'file'), join(folder, 'missing')]) {
    expect(await startWith({ HOME })).toEqual([])
  }
})

test("Node's own settings go before", async () => {
  expect(await startWith({ HOME: home, NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([])
  const written = await startWith({ HOME: home, NODE_COMPILE_CACHE: join(folder, 'named') })
  expect([...new Set(written.map((path) => path.split('/')[0]))]).toEqual(['named'])
})
