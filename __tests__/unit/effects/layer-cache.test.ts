import { mkdir, mkdtemp, readdir, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createLayerCache } from '../../../src/effects/layer-cache.ts'
import { pruneLayers } from '../../../src/effects/prune-layers.ts'

let home: string
let directory: string
let warnings: string[]
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-layer-cache-'))
  directory = join(home, 'deep', 'layers')
  warnings = []
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

const hex = (digit: string): string => digit.repeat(64)
const cache = () => createLayerCache(directory, (problem) => warnings.push(problem))

test('what was written is read, by this run and by another; what was not is null', async () => {
  const first = cache()
  expect(await first.read(`sha256:${hex('a')}`)).toBeNull()
  await first.write(`sha256:${hex('a')}`, Buffer.from('one'))
  await first.write(`sha256:${hex('a')}`, Buffer.from('two'))
  expect(String(await cache().read(`sha256:${hex('a')}`))).toBe('two')
  expect(await cache().read(`sha256:${hex('b')}`)).toBeNull()
  expect(await readdir(directory)).toEqual([`${hex('a')}.layer`])
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  expect(warnings).toEqual([])
})

test('nothing is made before something is kept', async () => {
  await cache().read(`sha256:${hex('a')}`)
  expect(await readdir(home)).toEqual([])
})

test('what is no diffID is no path', async () => {
  await cache().write('sha256:../../x', Buffer.from('x'))
  await cache().write(`sha512:${hex('a')}`, Buffer.from('x'))
  expect(await cache().read('../x')).toBeNull()
  expect(await readdir(home)).toEqual([])
})

test('a link, a directory and a file that is far too large are no entries', async () => {
  await mkdir(directory, { recursive: true })
  await writeFile(join(home, 'elsewhere'), 'secret')
  await symlink(join(home, 'elsewhere'), join(directory, `${hex('a')}.layer`))
  await mkdir(join(directory, `${hex('b')}.layer`))
  const large = join(directory, `${hex('c')}.layer`)
  await writeFile(large, '')
  await truncate(large, 2 ** 33)
  for (const digit of ['a', 'b', 'c']) expect(await cache().read(`sha256:${hex(digit)}`)).toBeNull()
  await cache().write(`sha256:${hex('a')}`, Buffer.from('ours'))
  expect(String(await cache().read(`sha256:${hex('a')}`))).toBe('ours')
  expect(warnings).toEqual([])
})

test('a directory that cannot be used is told once and is like an empty cache', async () => {
  await mkdir(join(home, 'deep'))
  await writeFile(directory, 'a file')
  const broken = cache()
  await broken.write(`sha256:${hex('a')}`, Buffer.from('x'))
  await broken.write(`sha256:${hex('b')}`, Buffer.from('x'))
  expect(await broken.read(`sha256:${hex('a')}`)).toBeNull()
  expect(warnings).toEqual([
    expect.stringMatching(/^the cache of layers in .* is not used: .*(EEXIST|ENOTDIR)/),
  ])
})

test('what was not used for longest goes first, and so do parts of killed runs; other files stay', async () => {
  await mkdir(directory, { recursive: true })
  const put = async (name: string, size: number, secondsAgo: number): Promise<void> => {
    await writeFile(join(directory, name), Buffer.alloc(size))
    const at = new Date(Date.now() - secondsAgo * 1000)
    await utimes(join(directory, name), at, at)
  }
  await put(`${hex('a')}.layer`, 40, 300)
  await put(`${hex('b')}.layer`, 40, 200)
  await put(`${hex('c')}.layer`, 40, 100)
  await put(`${hex('d')}.layer.0123456789ab.part`, 40, 4000)
  await put(`${hex('e')}.layer.0123456789ab.part`, 40, 30)
  await put('notes.txt', 1000, 9000)
  await cache().read(`sha256:${hex('a')}`)
  await pruneLayers(directory, 100)
  expect((await readdir(directory)).sort()).toEqual([
    `${hex('a')}.layer`,
    `${hex('c')}.layer`,
    `${hex('e')}.layer.0123456789ab.part`,
    'notes.txt',
  ])
})

test('many runs that write the same layers at the same time leave whole files only', async () => {
  const runs = Array.from({ length: 8 }, cache)
  await Promise.all(
    runs.flatMap((run, index) =>
      ['a', 'b', 'c'].map((digit) => run.write(`sha256:${hex(digit)}`, Buffer.alloc(5000, index))),
    ),
  )
  expect((await readdir(directory)).sort()).toEqual(['a', 'b', 'c'].map((digit) => `${hex(digit)}.layer`))
  for (const digit of ['a', 'b', 'c']) {
    const bytes = await cache().read(`sha256:${hex(digit)}`)
    expect(bytes?.equals(Buffer.alloc(5000, bytes[0]))).toBe(true)
  }
  expect(warnings).toEqual([])
})
