import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { ProbeSpec } from '../../../src/config/config.ts'
import { probeImages } from '../../../src/probe/probe-images.ts'
import type { ProbeResult } from '../../../src/probe/result.ts'
import type { ProbeWorld } from '../../../src/probe/run-container.ts'
import { leftBehind, probe, probeWorld } from './probe-world.ts'
import { buildTinyImage, compileProgram, type TinyFile, tinySide } from './tiny-image.ts'

const tag = `isg-probe-checkout:${process.pid}`
let world: ProbeWorld
let files: Record<string, TinyFile>
let tree: string

beforeAll(async () => {
  world = await probeWorld()
  files = {
    '/bin/program': { mode: 0o755, content: await compileProgram() },
    '/etc/passwd': { mode: 0o644, content: 'root:x:0:0::/:/\nrunner:x:1234:77::/:/\n' },
    '/srv/real/': null,
    '/work': '/srv/real',
  }
  await buildTinyImage(world.docker, tag, files, ['ENV PATH=/bin', 'USER runner'])
})

beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'isg-tree-'))
  await mkdir(join(tree, 'sub'))
  await mkdir(join(tree, '.git'))
  await writeFile(join(tree, '.git/config'), 'token')
  await writeFile(join(tree, 'sub/file'), 'original')
  await writeFile(join(tree, 'large'), Buffer.alloc(3_000_000, 'x'))
  await chmod(join(tree, 'sub/file'), 0o444)
  await symlink('sub/file', join(tree, 'link'))
})

afterEach(async () => {
  await rm(tree, { recursive: true })
  expect(await leftBehind(world)).toEqual([])
})

afterAll(async () => {
  await world.docker.images.remove(tag)
})

async function run(...specs: ProbeSpec[]): Promise<ProbeResult[]> {
  const after = await tinySide(world.docker, tag, files, tree)
  return probeImages({ specs, before: null, after, checkout: '/' }, world)
}

test.each(['/workspace', '/deep/er/workspace', '/work', '/work/below'])(
  'a copy at %s may be written to, and the files of the user stay as they are',
  async (checkout) => {
    const results = await run(
      probe('expect-pass', ['program', 'show', 'link'], { checkout }),
      probe('expect-pass', ['program', 'store', 'sub/file'], { checkout }),
      probe('expect-pass', ['program', 'store', 'sub/cache'], { checkout }),
      probe('expect-pass', ['program', 'store', 'cache'], { checkout, user: '4321:0' }),
      probe('expect-pass', ['program', 'store', `${checkout}/cache`], {
        checkout,
        workdir: `${checkout}/sub`,
      }),
      probe('expect-fail', ['program', 'show', '.git/config'], { checkout }),
    )
    expect(results.map(({ status, stderr }) => [status, stderr])).toEqual(results.map(() => ['pass', '']))
    expect(results[0]?.output).toBe('original')
    expect(await readFile(join(tree, 'sub/file'), 'utf8')).toBe('original')
    expect((await readdir(tree)).sort()).toEqual(['.git', 'large', 'link', 'sub'])
  },
)

test('a checkout that cannot be put is an error, and so is one of a side without a tree', async () => {
  const [file, root, directory] = await run(
    probe('expect-fail', ['program', 'exit', '1'], { checkout: '/etc/passwd' }),
    probe('expect-fail', ['program', 'exit', '1'], { checkout: '/' }),
    probe('expect-fail', ['program', 'exit', '1'], { checkout: '/workspace', workdir: '/workspace/gone' }),
  )
  expect([file?.outcome, root?.outcome, directory?.outcome]).toEqual([
    'mount_error',
    'mount_error',
    'workdir_error',
  ])
  const after = await tinySide(world.docker, tag, files, null)
  const specs = [probe('expect-fail', ['program', 'exit', '1'], { checkout: '/workspace' })]
  const [image] = await probeImages({ specs, before: null, after, checkout: '/' }, world)
  expect(image).toMatchObject({ status: 'error' })
  expect(image?.reason).toContain('no checkout for this side')
})

test('mounts are read-only unless said, and nothing outside the tree is mounted', async () => {
  await symlink('/etc', join(tree, 'way-out'))
  const mount = (source: string, readOnly = true) => [{ source, target: '/mnt', readOnly }]
  const fail = ['program', 'exit', '1']
  await chmod(join(tree, 'sub'), 0o777)
  const results = await run(
    probe('expect-pass', ['program', 'show', '/mnt/file'], { mounts: mount('sub') }),
    probe('expect-fail', ['program', 'store', '/mnt/new'], { mounts: mount('sub') }),
    probe('expect-pass', ['program', 'store', '/mnt/new'], { mounts: mount('sub', false) }),
    probe('expect-fail', fail, { mounts: mount('gone') }),
    probe('expect-fail', fail, { mounts: mount('../') }),
    probe('expect-fail', fail, { mounts: mount('way-out') }),
    probe('expect-fail', fail, { mounts: [{ source: 'sub', target: '/etc/passwd', readOnly: true }] }),
  )
  expect(results.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
    'pass ran',
    'pass ran',
    'pass ran',
    'error mount_error',
    'error mount_error',
    'error mount_error',
    'error mount_error',
  ])
  expect(results[5]?.reason).toContain('way-out leads out of the tree')
  expect(await readFile(join(tree, 'sub/new'), 'utf8')).toBe('changed')
})
