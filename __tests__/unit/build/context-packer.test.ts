import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { extract } from 'tar-stream'
import { contextFilter } from '../../../src/build/context-filter.ts'
import { packContext } from '../../../src/build/context-packer.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'packer-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

const put = async (files: Record<string, string>): Promise<void> => {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), content)
  }
}
const everything = contextFilter('', '.dockerignore')
const plain = { prefix: '', extra: [] }

async function read(rules = '', layout: Parameters<typeof packContext>[2] = plain): Promise<string[]> {
  const found: string[] = []
  const reader = extract()
  packContext(directory, contextFilter(rules, '.dockerignore'), layout).pipe(reader)
  for await (const entry of reader) {
    if (entry.header.name === './') continue
    const { name, type, mode = 0, uid, gid, linkname } = entry.header
    const body = (await buffer(entry)).toString()
    found.push(
      `${type} ${mode.toString(8)} ${uid}:${gid} ${name}${linkname ? ` -> ${linkname}` : ''} ${body}`.trim(),
    )
  }
  return found
}

test('sorted, owner 0:0, modes kept, links as links, pipes left out', async () => {
  await put({ 'b.sh': 'b', 'a/z': 'z', 'a/empty': '' })
  await chmod(join(directory, 'b.sh'), 0o4750)
  await chmod(join(directory, 'a'), 0o700)
  await symlink('nowhere', join(directory, 'c'))
  execFileSync('mkfifo', [join(directory, 'pipe')])
  expect(await read()).toEqual([
    'directory 700 0:0 a',
    'file 644 0:0 a/empty',
    'file 644 0:0 a/z z',
    'file 4750 0:0 b.sh b',
    'symlink 777 0:0 c -> nowhere',
  ])
})

test('an excluded directory is there when something below it is brought back', async () => {
  await put({ 'dist/deep/keep.js': '1', 'dist/drop.js': '2', 'other/x': '3', 'top.log': '4' })
  expect((await read('dist\nother\n*.log\n!dist/deep/keep.js')).map((line) => line.split(' ')[3])).toEqual([
    'dist',
    'dist/deep',
    'dist/deep/keep.js',
  ])
})

test('it begins with a plain header, whatever the first name is', async () => {
  await put({ ä: 'x' })
  const tar = await buffer(packContext(directory, everything, plain))
  expect([tar.subarray(0, 100).toString().replaceAll('\0', ''), String.fromCharCode(tar[156] ?? 0)]).toEqual([
    './',
    '5',
  ])
})

test('long and foreign names survive', async () => {
  const long = `${'d'.repeat(120)}/${'ü'.repeat(90)}`
  await put({ [long]: 'x' })
  expect((await read()).at(-1)).toBe(`file 644 0:0 ${long} x`)
})

test('below a prefix, with a file beside it', async () => {
  await put({ a: '1' })
  const layout = { prefix: 'context', extra: [{ name: 'Dockerfile', content: 'FROM scratch\n' }] }
  expect((await read('', layout)).map((line) => line.split(' ')[3])).toEqual([
    'Dockerfile',
    'context',
    'context/a',
  ])
})

test('the same directory gives the same bytes', async () => {
  await put({ a: '1', 'b/c': '2' })
  const [one, two] = await Promise.all([
    buffer(packContext(directory, everything, plain)),
    buffer(packContext(directory, everything, plain)),
  ])
  expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true)
})

test('nothing is read ahead of the reader', async () => {
  await put({ big: 'x'.repeat(8_000_000) })
  const tar = packContext(directory, everything, plain)
  const before = process.memoryUsage().arrayBuffers
  tar.once('readable', () => undefined)
  await setTimeout(100)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000)
  expect((await buffer(tar)).length).toBeGreaterThan(8_000_000)
})

test('what cannot be read is an error of the stream', async () => {
  const tar = packContext(join(directory, 'missing'), everything, plain)
  await expect(buffer(tar)).rejects.toThrow('ENOENT')
})
