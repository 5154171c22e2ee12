import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { createGit, GitError } from '../../../src/effects/git.ts'
import { UserError } from '../../../src/errors.ts'

const folder = await mkdtemp(join(tmpdir(), 'git-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const path = process.env.PATH ?? ''

/** A stand-in that prints its environment, to see what a child of git would get. */
async function printing(): Promise<string> {
  await writeFile(join(folder, 'git'), `#!/bin/sh\n/usr/bin/env\n`)
  await chmod(join(folder, 'git'), 0o755)
  return folder
}

test('only allow-listed variables reach git, and the ones that one call adds', async () => {
  const environment = {
    PATH: await printing(),
    HOME: '/home/a',
    GITHUB_TOKEN: 'secret',
    GIT_DIR: '/elsewhere',
    GIT_TRACE: '1',
    https_proxy: 'http://proxy',
  }
  const printed = await createGit(environment).run(folder, ['status'], { env: { GIT_CONFIG_COUNT: '0' } })
  const names = printed.split('\n').map((line) => line.slice(0, line.indexOf('=')))
  expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)).sort()).toEqual([
    ...['GIT_CONFIG_COUNT', 'GIT_CONFIG_NOSYSTEM', 'GIT_NO_LAZY_FETCH', 'GIT_OPTIONAL_LOCKS'],
    ...['GIT_TERMINAL_PROMPT', 'HOME', 'LC_ALL', 'PATH', 'https_proxy'],
  ])
})

test('a failure says what git said, without passwords in addresses', async () => {
  const git = createGit({ PATH: path })
  const failed = git.run(folder, ['ls-remote', 'ext::sh -c touch pwned https://a:password@b'])
  await expect(failed).rejects.toThrow(GitError)
  await expect(failed).rejects.toThrow("git ls-remote failed: fatal: transport 'ext' not allowed")
  expect(new GitError(['fetch'], 128, "fatal: 'https://a:password@b.c/d' is gone").stderr).toBe(
    "fatal: 'https://b.c/d' is gone",
  )
  expect(await git.ask(folder, ['rev-parse', '--git-dir'])).toBeNull()
})

test('the reason of a failure is what git puts first, not its advice', () => {
  const said = 'warning: redirecting\nfatal: it is gone\nPlease make sure\nand the repository exists.\n'
  expect(new GitError(['fetch'], 128, said).message).toBe('git fetch failed: fatal: it is gone')
})

test('without git the error says so', async () => {
  const git = createGit({ PATH: join(folder, 'nothing') })
  await expect(git.ask(folder, ['version'])).rejects.toThrow(UserError)
  await expect(git.run(folder, ['version'])).rejects.toThrow('git is not installed, or not on PATH')
})

test('ends with the signal', async () => {
  const abort = new AbortController()
  const git = createGit({ PATH: path })
  const waiting = git.run(folder, ['cat-file', '--batch'], { signal: abort.signal })
  abort.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
  await expect(git.ask(folder, ['version'], { signal: abort.signal })).rejects.toThrow('stopped')
})
