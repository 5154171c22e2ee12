import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { createRepositoryFiles } from '../../../src/effects/repository-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'checkout-'))
const root = join(folder, 'repository')
mkdirSync(join(root, 'sub'), { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

test('reads a text, without its byte order mark, and says what else may be there', async () => {
  const { readText } = createRepositoryFiles(root)
  writeFileSync(join(root, 'a.yml'), '\ufeffé')
  writeFileSync(join(root, 'binary'), Buffer.from([0xff, 0xfe]))
  execFileSync('mkfifo', [join(root, 'pipe')])
  expect(await readText(join(root, 'a.yml'), 10)).toEqual({ kind: 'text', text: 'é' })
  expect(await readText(join(root, 'a.yml'), 4)).toEqual({ kind: 'too-large' })
  expect(await readText(join(root, 'none.yml'), 10)).toEqual({ kind: 'missing' })
  expect(await readText(join(root, 'a.yml', 'b'), 10)).toEqual({ kind: 'missing' })
  expect(await readText(join(root, 'sub'), 10_000)).toEqual({ kind: 'not-a-file' })
  expect(await readText(join(root, 'pipe'), 10)).toEqual({ kind: 'not-a-file' })
  symlinkSync('self', join(root, 'self'))
  expect(await readText(join(root, 'self'), 10)).toEqual({ kind: 'unreadable' })
  expect(await readText(join(root, 'binary'), 10)).toEqual({ kind: 'not-text' })
})

test('follows every link before it says whether a path is inside', async () => {
  writeFileSync(join(folder, 'secret'), '')
  mkdirSync(`${root}-beside`)
  symlinkSync(folder, join(root, 'up'))
  symlinkSync('sub', join(root, 'down'))
  symlinkSync('../nowhere', join(root, 'dangling'))
  symlinkSync('loop', join(root, 'loop'))
  const { isInside } = createRepositoryFiles(root)
  const inside = async (path: string) => isInside(join(root, path))
  expect(await inside('.')).toBe(true)
  expect(await inside('sub/not/there')).toBe(true)
  expect(await inside('down/x')).toBe(true)
  expect(await inside('up/repository/sub')).toBe(true)
  expect(await inside('up/secret')).toBe(false)
  expect(await inside('up/not/there')).toBe(false)
  expect(await inside('dangling')).toBe(false)
  expect(await inside('loop')).toBe(false)
  expect(await isInside(`${root}-beside`)).toBe(false)
})

test('a root that is itself reached by a link', async () => {
  symlinkSync(root, join(folder, 'link'))
  const { isInside } = createRepositoryFiles(join(folder, 'link'))
  expect(await isInside(join(folder, 'link', 'sub'))).toBe(true)
})
