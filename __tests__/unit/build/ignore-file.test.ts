import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { findBuildFiles } from '../../../src/build/build-files.ts'
import { effectiveRules, readIgnoreFile } from '../../../src/build/ignore-file.ts'
import { UserError } from '../../../src/errors.ts'

let tree = ''
beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'files-'))
  await mkdir(join(tree, 'docker'))
})
afterEach(async () => {
  await rm(tree, { recursive: true })
})
const read = () => readIgnoreFile(join(tree, 'docker/Dockerfile'), tree)

test("the Dockerfile's own ignore file, else the context's, else none", async () => {
  expect(await read()).toEqual({ path: null, text: '' })
  await writeFile(join(tree, '.dockerignore'), 'a')
  expect(await read()).toEqual({ path: join(tree, '.dockerignore'), text: 'a' })
  await writeFile(join(tree, 'docker/Dockerfile.dockerignore'), '')
  expect(await read()).toEqual({ path: join(tree, 'docker/Dockerfile.dockerignore'), text: '' })
})

test('every .git stays out unless it is wanted', () => {
  expect(effectiveRules('\uFEFFa\n!.git', false)).toBe('a\n!.git\n**/.git\n')
  expect(effectiveRules('a', true)).toBe('a')
})

test('files are found where BuildKit looks for them', async () => {
  await writeFile(join(tree, 'docker/Dockerfile'), 'FROM scratch')
  const found = {
    context: join(tree, 'docker'),
    dockerfile: join(tree, 'docker/Dockerfile'),
    file: 'docker/Dockerfile',
  }
  expect(await findBuildFiles(tree, { context: 'docker', file: null })).toEqual({ files: found, error: null })
  expect(
    await findBuildFiles(tree, { context: './docker/', file: './docker/../docker/Dockerfile' }),
  ).toMatchObject({
    files: { file: 'docker/Dockerfile' },
  })
})

test('what is missing, of the wrong kind, or outside', async () => {
  await symlink('/etc/passwd', join(tree, 'out'))
  const error = async (context: string, file: string | null) =>
    (await findBuildFiles(tree, { context, file })).error
  expect(await error('.', null)).toMatchObject({
    kind: 'not-found',
    message: 'there is no Dockerfile at Dockerfile',
  })
  expect(await error('.', 'docker')).toMatchObject({ kind: 'not-found', file: 'docker' })
  expect(await error('none', 'docker')).toMatchObject({ kind: 'not-found', file: null })
  await expect(error('.', 'out')).rejects.toThrow(UserError)
  await expect(error('..', null)).rejects.toThrow(UserError)
})
