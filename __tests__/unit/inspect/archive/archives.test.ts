import * as zlib from 'node:zlib'
import { expect, test } from '@jest/globals'
import type { Image } from '../../../../src/inspect/image.ts'
import { buildTar, type TestEntry } from '../build-tar.ts'
import { inspectArchive, inspectArchives } from './inspect-archive.ts'
import {
  blobsOf,
  describe,
  dockerSave,
  hex,
  type Made,
  makeImage,
  mediaTypes,
  ociLayout,
  type Parts,
  tarOf,
} from './make-archive.ts'

const status = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n'
const layers: readonly (readonly TestEntry[])[] = [
  [
    { name: 'a', content: 'x'.repeat(300_000) },
    { name: 'b', type: 'symlink', linkname: 'a' },
    { name: 'usr/bin/tool', content: 't'.repeat(50) },
    { name: 'var/lib/dpkg/status', content: 'old' },
  ],
  [
    { name: '.wh.a' },
    { name: 'var/lib/dpkg/status', content: status },
    { name: 'var/lib/dpkg/info/a.list', content: '/.\n/usr\n/usr/bin\n/usr/bin/tool\n' },
  ],
]
const [plain, gzip, zstd] = await Promise.all(
  (['none', 'gzip', 'zstd'] as const).map((compression) => makeImage(layers, compression)),
)
if (!plain || !gzip || !zstd) throw new Error('no image')

const list = 31
const measured = {
  size: 300_000 + 1 + 50 + 3 + status.length + list,
  live: 1 + 50 + status.length + list,
  wasted: 300_003,
  fileCount: 4,
  layers: [
    { size: 300_054, live: 51, wasted: 300_003, instruction: 'RUN step 0' },
    { size: status.length + list, live: status.length + list, wasted: 0, instruction: 'RUN step 1' },
  ],
  owners: expect.arrayContaining([
    expect.objectContaining({ kind: 'package', manager: 'dpkg', name: 'a', version: '1' }),
  ]) as unknown as Image['owners'],
  run: { env: ['PATH=/bin'], entrypoint: null, cmd: ['/a'], user: '1', workdir: '/w' },
  ...{ os: 'linux', architecture: 'amd64', measuredBy: 'archive', engineSize: null, ownersProblem: null },
}

const downloadOf = ({ layers }: Made): number => layers.reduce((sum, { stored }) => sum + stored.length, 0)
const manifestOf = (made: Made): string => `sha256:${hex(blobsOf(made).manifest)}`
const forms: readonly (readonly [string, Parts, { digest: string | null; download: number | null }])[] = [
  ['docker save before 25', dockerSave([{ made: plain, tags: ['web:1'] }]), { digest: null, download: null }],
  [
    'docker save before 25, layers with gzip',
    dockerSave([{ made: gzip, tags: [] }]),
    { digest: null, download: downloadOf(gzip) },
  ],
  [
    'an OCI layout of plain tars',
    ociLayout([{ made: plain }]),
    { digest: manifestOf(plain), download: null },
  ],
  [
    'an OCI layout with gzip',
    ociLayout([{ made: gzip }]),
    { digest: manifestOf(gzip), download: downloadOf(gzip) },
  ],
  [
    'an OCI layout with zstd',
    ociLayout([{ made: zstd }]),
    { digest: manifestOf(zstd), download: downloadOf(zstd) },
  ],
  [
    'docker save since 25',
    { ...ociLayout([{ made: plain }]), 'manifest.json': '[]' },
    { digest: manifestOf(plain), download: null },
  ],
]

test.each(forms)('%s, as tar, compressed and as directory', async (_, parts, told) => {
  const tar = await tarOf(parts)
  const layout = 'index.json' in parts ? [parts] : []
  for (const form of [tar, zlib.gzipSync(tar), zlib.zstdCompressSync(tar), ...layout]) {
    expect((await inspectArchive(form)).image).toMatchObject({ ...measured, ...told })
  }
})

test('the files of the final file system can be looked up', async () => {
  const { files, hidden } = await inspectArchive(await tarOf(ociLayout([{ made: gzip }])))
  expect(files.find('/usr/bin/tool')).toMatchObject({ size: 50, layer: 0 })
  expect(files.find('/a')).toBeNull()
  expect(hidden((name) => name === 'a')).toEqual([{ path: '/a', layer: 0, size: 300_000 }])
})

test('a tar made of a directory, with ./ in front of every name, and links for repeated layers', async () => {
  const [one] = plain.layers
  const saved = dockerSave([{ made: plain, tags: ['web:1'] }])
  const twice = Object.entries(saved).map(([name, content]) => ({ name: `./${name}`, content }))
  const first = `${hex(one?.tar ?? '')}/layer.tar`
  const moved = twice.map((entry) =>
    entry.name === `./${first}` ? { ...entry, name: './real/layer.tar' } : entry,
  )
  const link = { name: `./${first}`, type: 'symlink' as const, linkname: '../real/layer.tar' }
  const tar = await buildTar([...moved, link])
  for (const form of [tar, zlib.gzipSync(tar)])
    expect((await inspectArchive(form)).image).toMatchObject(measured)
})

test('a repeated name means the later file, as for whoever unpacks the tar', async () => {
  const parts = Object.entries(ociLayout([{ made: gzip }])).map(([name, content]) => ({ name, content }))
  const tar = await buildTar([{ name: 'index.json', content: '{"manifests":[]}' }, ...parts])
  for (const form of [tar, zlib.gzipSync(tar)])
    expect((await inspectArchive(form)).image).toMatchObject(measured)
})

const other = await makeImage([[{ name: 'o', content: 'other' }]], 'gzip')
const arm = await makeImage([[{ name: 'o', content: 'arm' }]], 'gzip', {
  architecture: 'arm64',
  variant: 'v8',
})
const named = (name: string): object => ({
  annotations: {
    'io.containerd.image.name': `docker.io/library/${name}`,
    'org.opencontainers.image.ref.name': '1',
  },
})
const several = {
  save: dockerSave([
    { made: plain, tags: ['web:1', 'web:latest'] },
    { made: other, tags: ['other:1'] },
  ]),
  layout: ociLayout([
    { made: plain, entry: named('web:1') },
    { made: plain, entry: named('web:latest') },
    { made: other, entry: named('other:1') },
  ]),
}

test.each(['save', 'layout'] as const)('of several images (%s) the name tells which', async (form) => {
  const tar = await tarOf(several[form])
  for (const archive of [tar, zlib.gzipSync(tar)]) {
    for (const name of ['web', 'web:1', 'docker.io/library/web:1']) {
      expect((await inspectArchive(archive, { name })).image.size).toBe(measured.size)
    }
    expect((await inspectArchive(archive, { name: 'other:1' })).image.size).toBe(5)
  }
})

test.each([
  ['save', {}, 'after: archive:x holds 2 images: web:1, other:1'],
  ['layout', {}, 'after: archive:x holds 2 images: docker.io/library/web:1, docker.io/library/other:1'],
  ['save', { name: 'db:1' }, 'after: archive:x has no image db:1; it holds web:1, other:1'],
] as const)('of several images (%s) none is guessed: %j', async (form, wish, message) => {
  await expect(inspectArchive(await tarOf(several[form]), wish)).rejects.toMatchObject({
    name: 'UserError',
    message,
    hint: expect.stringMatching(/^archive:.*#.*web:1$/),
  })
})

const index = JSON.stringify({
  mediaType: mediaTypes.index,
  manifests: [
    describe(mediaTypes.manifest, blobsOf(other).manifest, {
      platform: { os: 'linux', architecture: 'amd64' },
    }),
    describe(mediaTypes.manifest, blobsOf(arm).manifest, {
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    }),
    describe(mediaTypes.manifest, 'attestation', {
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    }),
  ],
})
const platforms: Readonly<Record<string, Parts>> = {
  'an index of its own': {
    ...blobsOf(other).blobs,
    ...blobsOf(arm).blobs,
    [`blobs/sha256/${hex(index)}`]: index,
    'index.json': JSON.stringify({ manifests: [describe(mediaTypes.index, index)] }),
  },
  'the index of the layout': {
    ...blobsOf(other).blobs,
    ...blobsOf(arm).blobs,
    'index.json': index,
  },
}

test.each(Object.entries(platforms))(
  'of several platforms in %s the one that was asked for',
  async (_, parts) => {
    const tar = await tarOf(parts)
    expect((await inspectArchive(tar, { platform: 'linux/amd64' })).image.size).toBe(5)
    for (const platform of ['linux/arm64', 'linux/arm64/v8']) {
      expect((await inspectArchive(tar, { platform })).image).toMatchObject({
        size: 3,
        architecture: 'arm64',
      })
    }
    await expect(inspectArchive(tar, { platform: 'linux/s390x' })).rejects.toMatchObject({
      name: 'MeasureError',
      message: 'the image index has nothing for linux/s390x; there are linux/amd64, linux/arm64/v8',
    })
  },
)

test('a shared layer is read once, and both images are nodes of one tree', async () => {
  const grown = await makeImage([...layers, [{ name: 'c', content: 'c' }]], 'gzip')
  const forms = await Promise.all([tarOf(ociLayout([{ made: plain }])), tarOf(ociLayout([{ made: grown }]))])
  const [before, after] = await inspectArchives(forms)
  expect(before?.image).toMatchObject({ ...measured, download: null })
  expect(after?.image).toMatchObject({ size: measured.size + 1 })
})

test('databases behind a link are read as well', async () => {
  const behind = await makeImage(
    [
      [
        { name: 'data/status', content: status },
        { name: 'data/info/a.list', content: '/usr/bin/tool\n' },
        { name: 'usr/bin/tool', content: 't' },
        { name: 'var/lib/dpkg', type: 'symlink', linkname: '/data' },
      ],
    ],
    'gzip',
  )
  const tar = await tarOf(ociLayout([{ made: behind }]))
  const { image } = await inspectArchive(tar)
  expect(image.owners).toContainEqual(expect.objectContaining({ name: 'a', bytes: 1 }))
  const once = await inspectArchive(zlib.gzipSync(tar))
  expect(once.image).toMatchObject({ size: image.size, owners: null })
  expect(once.image.ownersProblem).toContain('the package databases could not be read: ')
})
