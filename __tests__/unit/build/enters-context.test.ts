import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { entersContext } from '../../../src/build/enters-context.ts'

let tree: string
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'isg-enters-'))
  for (const context of ['app', 'kept']) await mkdir(join(tree, context))
  await writeFile(join(tree, 'app/.dockerignore'), 'node_modules\n')
  await writeFile(join(tree, 'kept/.dockerignore'), 'node_modules\n!node_modules/a\n')
})
afterAll(() => rm(tree, { recursive: true }))

test('what is below the context and not ignored enters it', async () => {
  const { enters } = await entersContext(tree, { context: 'app', file: null }, false)
  const paths = ['app/main.c', 'app/node_modules/a', 'main.c', 'application/main.c', 'app/.git/config']
  expect(paths.filter(enters)).toEqual(['app/main.c'])
})

test('a directory may hold what enters when it leads to the context or no rule keeps it out', async () => {
  const app = await entersContext(tree, { context: 'app', file: null }, false)
  const paths = ['.', 'app', 'app/src', 'app/node_modules', 'kept', 'application']
  expect(paths.filter(app.mayEnterBelow)).toEqual(['.', 'app', 'app/src'])
  const kept = await entersContext(tree, { context: 'kept', file: null }, false)
  expect(kept.mayEnterBelow('kept/node_modules')).toBe(true)
})
