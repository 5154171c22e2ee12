import { access, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { metadataPath, takeProvenance } from '../../../../src/build/provenance/metadata-file.ts'
import { createCleanup } from '../../../../src/effects/cleanup.ts'
import { createMemoryRunner } from '../../../doubles/runner.ts'
import { recordedProvenance } from './recorded.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadata-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const none = 'the builder gives no provenance'
const key = 'buildx.build.provenance'
const document = recordedProvenance.classic

test.each([
  ['a provenance', `{"${key}":${document}}`, null],
  ['that of the one platform', `{"${key}/linux/arm64":${document}}`, null],
  [
    'several platforms',
    `{"${key}/a/b":{},"${key}/c/d":{}}`,
    'the builder gives the provenance of several platforms',
  ],
  ['none', '{"buildx.build.ref":"default/default/x","buildx.build.provenances":{}}', none],
  ['no object', '[]', "the builder's metadata is no JSON object"],
  ['no JSON', '{"', "the builder's metadata is no JSON object"],
])('a metadata file with %s is read and removed', async (_, text, problem) => {
  const path = join(folder, 'metadata.json')
  await writeFile(path, text)
  const found = await takeProvenance(path)
  expect([found.provenance === null, found.problem]).toEqual([problem !== null, problem])
  await expect(access(path)).rejects.toThrow('ENOENT')
})

test('a file that is not there, or too large, is not read', async () => {
  const path = join(folder, 'large.json')
  const problem = 'the builder wrote no metadata that can be read'
  expect(await takeProvenance(path)).toEqual({ provenance: null, problem })
  await writeFile(path, '{}')
  await truncate(path, 16 * 1024 * 1024 + 1)
  expect(await takeProvenance(path)).toEqual({ provenance: null, problem })
})

test('the file is in a folder that only its user can read, until the end of the run at the latest', async () => {
  const cleanup = createCleanup()
  const path = await metadataPath({ cleanup, runner: createMemoryRunner(folder, null) })
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
  expect(await cleanup.run()).toEqual([])
  await expect(access(dirname(path))).rejects.toThrow('ENOENT')
})
