import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { extract } from 'tar-stream'
import { placeCheckout } from '../../../src/probe/checkout-place.ts'
import { needsAccounts, resolveOwner } from '../../../src/probe/container-user.ts'
import { packTree } from '../../../src/probe/pack-tree.ts'
import { resolveMounts } from '../../../src/probe/resolve-mounts.ts'
import { fileTable } from './file-table.ts'

let tree: string
beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'isg-pack-'))
})
afterEach(async () => {
  await rm(tree, { recursive: true })
})

const passwd = 'root:x:0:0:root:/root:/bin/sh\nweb:x:33:34::/:/\n'
const group = 'root:x:0:\nstaff:x:50:\n'

test.each([
  ['', { uid: 0, gid: 0 }],
  ['web', { uid: 33, gid: 34 }],
  ['33', { uid: 33, gid: 34 }],
  ['1000', { uid: 1000, gid: 0 }],
  ['1000:1001', { uid: 1000, gid: 1001 }],
  ['web:staff', { uid: 33, gid: 50 }],
  ['nobody', null],
  ['web:nobody', null],
])('user %j is %j', (user, owner) => {
  expect(resolveOwner(user, passwd, group)).toEqual(owner)
})

test('only names and lone numbers need the files of the image', () => {
  expect(['', '0:0', '1000', 'web'].map(needsAccounts)).toEqual([false, false, true, true])
})

test.each([
  ['/workspace', { directory: '/workspace', missingParents: [] }],
  ['/a/b/c/', { directory: '/a/b/c', missingParents: ['/a', '/a/b'] }],
  ['/opt/app', { directory: '/srv/app', missingParents: [] }],
  ['/opt/new/app', { directory: '/srv/new/app', missingParents: ['/srv/new'] }],
  ['/etc/passwd', { outcome: 'mount_error', detail: 'checkout: /etc/passwd is a file in the image' }],
  ['/etc/passwd/x', { outcome: 'mount_error', detail: 'checkout: /etc/passwd is a file in the image' }],
  ['/dead/x', { outcome: 'mount_error', detail: 'checkout: /dead is a link to nothing in the image' }],
  [
    '/..',
    { outcome: 'mount_error', detail: 'checkout: /.. is no absolute path of a directory below the root' },
  ],
  [
    'relative',
    {
      outcome: 'mount_error',
      detail: 'checkout: relative is no absolute path of a directory below the root',
    },
  ],
])('a checkout at %s', (path, place) => {
  const files = fileTable({ '/etc/passwd': 0o644, '/srv/app/file': 0o644, '/opt': 'srv', '/dead': '/gone' })
  expect(placeCheckout(path, files)).toEqual(place)
})

async function listTar(owner: { uid: number; gid: number } | null, leaveOut: string[] = []) {
  const packed = packTree(tree, leaveOut, { directory: '/a/b', missingParents: ['/a'] }, owner)
  const entries: Record<string, string> = {}
  const reader = extract()
  packed.tar.pipe(reader)
  for await (const entry of reader) {
    const { name, type, mode, uid, gid, linkname } = entry.header
    let length = 0
    for await (const chunk of entry) length += (chunk as Buffer).length
    const owned = `${uid}:${gid}`
    entries[name] = [type, (mode ?? 0).toString(8), owned, linkname ?? length].join(' ')
  }
  return { entries, problems: await packed.finished }
}

test('a tree is packed with its modes, owned by the user, without any .git', async () => {
  await mkdir(join(tree, 'sub/.git'), { recursive: true })
  await mkdir(join(tree, '.git'))
  await writeFile(join(tree, 'sub/run'), Buffer.alloc(200_000), { mode: 0o555 })
  await writeFile(join(tree, 'empty'), '', { mode: 0o644 })
  await symlink('sub/run', join(tree, 'link'))
  await chmod(tree, 0o700)
  expect(await listTar({ uid: 33, gid: 34 })).toEqual({
    problems: [],
    entries: {
      'a/': 'directory 755 0:0 0',
      'a/b/': 'directory 700 33:34 0',
      'a/b/empty': 'file 644 33:34 0',
      'a/b/link': 'symlink 777 33:34 sub/run',
      'a/b/sub/': 'directory 755 33:34 0',
      'a/b/sub/run': 'file 755 33:34 200000',
    },
  })
})

test('what is ignored is left out, folders whole', async () => {
  await mkdir(join(tree, 'node_modules/a'), { recursive: true })
  await writeFile(join(tree, 'main.o'), 'x')
  await writeFile(join(tree, 'sub-main.o'), 'x')
  const { entries } = await listTar(null, ['node_modules', 'main.o'])
  expect(Object.keys(entries).filter((name) => /node_modules|main/.test(name))).toEqual(['a/b/sub-main.o'])
})

test('without a known owner everybody may write', async () => {
  await writeFile(join(tree, 'file'), 'x', { mode: 0o644 })
  await chmod(tree, 0o755)
  expect((await listTar(null)).entries).toMatchObject({
    'a/b/': 'directory 777 0:0 0',
    'a/b/file': 'file 666 0:0 1',
  })
})

test('what cannot be read is named, and the tar is whole', async () => {
  await rm(tree, { recursive: true })
  const { entries, problems } = await listTar(null)
  await mkdir(tree)
  expect([Object.keys(entries), problems]).toEqual([['a/'], [`${tree} (ENOENT)`]])
})

test('a file that becomes shorter while it is copied is filled up and named', async () => {
  const file = join(tree, 'file')
  await writeFile(file, Buffer.alloc(5_000_000, 'x'))
  const packed = packTree(tree, [], { directory: '/a', missingParents: [] }, null)
  // Nobody reads the tar yet, so that only the first part of the file can be in it.
  await new Promise((resolve) => setTimeout(resolve, 100))
  await truncate(file, 10)
  const tar = await buffer(packed.tar)
  expect(tar.length).toBeGreaterThan(5_000_000)
  expect(await packed.finished).toEqual([`${file} became shorter while it was copied`])
})

test('mounts stay inside the tree, links followed', async () => {
  await mkdir(join(tree, 'data'))
  await symlink('data', join(tree, 'inside'))
  await symlink('/', join(tree, 'outside'))
  const resolve = (source: string) => resolveMounts([{ source, target: '/mnt', readOnly: true }], tree)
  expect(await resolve('inside')).toEqual({
    mounts: [{ type: 'bind', source: join(tree, 'data'), target: '/mnt', readOnly: true }],
  })
  expect(await resolve('.')).toHaveProperty('mounts')
  for (const source of ['outside/etc', '..', '../..', '/etc']) {
    expect(await resolve(source)).toMatchObject({
      outcome: 'mount_error',
      detail: expect.stringContaining('out of'),
    })
  }
  expect(await resolve('gone')).toMatchObject({ detail: 'mount: gone does not exist in the tree' })
})
