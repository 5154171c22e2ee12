import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { execa } from 'execa'
import { buildTar, type TestEntry } from '../../unit/inspect/build-tar.ts'
import { type CacheServer, startCacheServer } from './cache-server.ts'

jest.setTimeout(60_000)

const dist = join(import.meta.dirname, '../../../dist')
const child = join(import.meta.dirname, 'cache-child.mjs')
const hex = (digit: string): string => digit.repeat(64)

let home: string
let directory: string
let server: CacheServer
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-cache-service-'))
  directory = join(home, 'temp', 'layers')
  server = await startCacheServer()
})
afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true, force: true })
})

/** One call of the library in a process of its own, and all that the process printed. */
async function call(...args: string[]) {
  const { stdout, stderr } = await execa(process.execPath, [child, dist, directory, ...args], {
    cwd: home,
    env: {
      ACTIONS_RESULTS_URL: `${server.url}/`,
      ACTIONS_RUNTIME_TOKEN: 'token',
      ACTIONS_CACHE_SERVICE_V2: 'true',
      GITHUB_WORKSPACE: home,
      RUNNER_TEMP: join(home, 'temp'),
    },
  })
  return { ...JSON.parse(stdout), printed: stderr }
}

test('what one run saves, another one restores', async () => {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, `${hex('a')}.layer`), 'one')
  await writeFile(join(directory, `${hex('b')}.layer`), 'two')
  expect(await call('layers-1-', 'layers-1-x')).toMatchObject({ available: true, lines: [], printed: '' })
  expect([...server.archives.keys()]).toEqual(['layers-1-x'])
  await rm(directory, { recursive: true })
  expect(await call('layers-1-')).toMatchObject({
    result: 'layers-1-x',
    lines: [],
    secrets: ['hidden', 'hidden'],
  })
  expect((await readdir(directory)).sort()).toEqual([`${hex('a')}.layer`, `${hex('b')}.layer`])
  expect(await readFile(join(directory, `${hex('b')}.layer`), 'utf8')).toBe('two')
})

test('nothing is there: nothing is restored', async () => {
  expect(await call('layers-1-')).toMatchObject({ result: null, lines: [] })
  expect(await readdir(home)).toEqual([])
})

test('an archive that somebody else made writes nothing but entries into the directory', async () => {
  const entries: TestEntry[] = [
    { name: `${home}/absolute`, content: 'x' },
    { name: '../../outside', content: 'x' },
    { name: `${directory}/readme`, content: 'x' },
    { name: directory, type: 'symlink', linkname: '/etc' },
    { name: `${directory}/${hex('c')}.layer`, type: 'symlink', linkname: '/etc/passwd' },
    { name: `../../../x/${hex('d')}.layer`, content: 'an entry' },
  ]
  server.archives.set('layers-1-x', await buildTar(entries))
  expect(await call('layers-1-')).toMatchObject({ result: 'layers-1-x', lines: [] })
  expect(await readdir(directory)).toEqual([`${hex('d')}.layer`])
  expect(await readdir(home)).toEqual(['temp'])
})

test('a damaged archive, an unknown one and a service that fails are warnings', async () => {
  for (const archive of [Buffer.from('no archive'), Buffer.alloc(0), await truncated()]) {
    server.archives.set('layers-1-x', archive)
    const { result, lines } = await call('layers-1-')
    expect([result, lines]).toEqual([
      null,
      [expect.stringMatching(/^the cache of the runner: Failed to restore: /)],
    ])
  }
  server.fault = 403
  expect(await call('layers-1-')).toMatchObject({ result: null, lines: [expect.any(String)] })
})

async function truncated(): Promise<Buffer> {
  const whole = await buildTar([{ name: `${hex('e')}.layer`, content: 'e'.repeat(5000) }])
  return whole.subarray(0, 2000)
}
