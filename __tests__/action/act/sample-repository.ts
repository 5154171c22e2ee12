import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'

/** Where the action lies in a sample repository; a workflow's `uses:` names it with `./` in front. */
export const actionPath = '.github/image-size-guard'

/** A repository with a pull request: HEAD is the merge commit, as actions/checkout leaves it. */
export interface SampleRepository {
  readonly directory: string
  readonly headSha: string
  readonly baseSha: string
  /** Adds a commit to the pull request and merges it anew. Returns the new head. */
  push(files: Readonly<Record<string, string>>): Promise<SampleRepository>
  remove(): Promise<void>
}

/** Makes a repository whose base commit has `base` and whose pull request changes it to `head`. */
export async function sampleRepository(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
): Promise<SampleRepository> {
  const directory = await mkdtemp(join(tmpdir(), 'isg-sample-'))
  const git = (...args: string[]): Promise<string> => runGit(directory, args)
  await git('init', '--quiet', '--initial-branch=main')
  await addAction(directory)
  await writeFiles(directory, { '.dockerignore': '.github\n', ...base })
  await git('add', '--all')
  await git('commit', '--quiet', '--message=base')
  await git('branch', 'feature')
  return advance(directory, git, head)
}

async function advance(
  directory: string,
  git: (...args: string[]) => Promise<string>,
  files: Readonly<Record<string, string>>,
): Promise<SampleRepository> {
  await git('checkout', '--quiet', 'feature')
  await writeFiles(directory, files)
  await git('add', '--all')
  await git('commit', '--quiet', '--allow-empty', '--message=change')
  const [headSha, baseSha] = [await git('rev-parse', 'feature'), await git('rev-parse', 'main')]
  await git('checkout', '--quiet', '--detach', 'main')
  await git('merge', '--quiet', '--no-ff', '--message=merge', 'feature')
  return {
    directory,
    headSha,
    baseSha,
    push: (more) => advance(directory, git, more),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

async function addAction(directory: string): Promise<void> {
  const root = join(import.meta.dirname, '../../..')
  const target = join(directory, actionPath)
  await mkdir(target, { recursive: true })
  await cp(join(root, 'action.yml'), join(target, 'action.yml'))
  await cp(join(root, 'dist'), join(target, 'dist'), { recursive: true })
}

async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

async function runGit(directory: string, args: readonly string[]): Promise<string> {
  const identity = [
    '-c',
    'user.name=Sample',
    '-c',
    'user.email=sample@example.com',
    '-c',
    'core.hooksPath=/dev/null',
  ]
  const { stdout } = await execa('git', [...identity, ...args], { cwd: directory })
  return stdout
}

/** The image that `script/setup` found or made for the examples. */
export async function baseImage(): Promise<string> {
  const file = join(import.meta.dirname, '../../../.image-size-guard/base-image')
  return (await readFile(file, 'utf8')).trim()
}
