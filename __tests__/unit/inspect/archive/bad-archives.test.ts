import * as zlib from 'node:zlib'
import { expect, test } from '@jest/globals'
import { buildTar, headerBlock } from '../build-tar.ts'
import { inspectArchive, type Wish } from './inspect-archive.ts'
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

const good = await makeImage([[{ name: 'a', content: 'x'.repeat(3000) }]], 'gzip')
const layer = good.layers[0]?.stored as Buffer
const layout = ociLayout([{ made: good }])
const whole = await tarOf(layout)

/** The same image with another layer, whose descriptor and diffID fit it or are those given. */
function withLayer(tar: Buffer, more: { stored?: Buffer; mediaType?: string; size?: number } = {}): Parts {
  const stored = more.stored ?? zlib.gzipSync(tar)
  const config = JSON.stringify({
    ...{ architecture: 'amd64', os: 'linux' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${hex(tar)}`] },
  })
  const blob = {
    ...describe(more.mediaType ?? `${mediaTypes.layer}+gzip`, stored),
    ...(more.size !== undefined && { size: more.size }),
  }
  const manifest = JSON.stringify({
    mediaType: mediaTypes.manifest,
    config: describe(mediaTypes.config, config),
    layers: [blob],
  })
  return {
    ...Object.fromEntries([stored, config, manifest].map((one) => [`blobs/sha256/${hex(one)}`, one])),
    'index.json': JSON.stringify({ manifests: [describe(mediaTypes.manifest, manifest)] }),
  }
}

function withManifest(change: (manifest: Record<string, unknown>) => void, made: Made = good): Parts {
  const { manifest, blobs } = blobsOf(made)
  const changed = JSON.parse(manifest)
  change(changed)
  const text = JSON.stringify(changed)
  return {
    ...blobs,
    [`blobs/sha256/${hex(text)}`]: text,
    'index.json': JSON.stringify({ manifests: [describe(mediaTypes.manifest, text)] }),
  }
}

async function withConfig(fields: Readonly<Record<string, unknown>>): Promise<Parts> {
  return ociLayout([{ made: await makeImage([[{ name: 'a', content: 'x' }]], 'gzip', fields) }])
}

const without = (name: string, parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([key]) => key !== name))
const replaced = (name: string, content: string | Buffer): Parts => ({ ...layout, [name]: content })
const damaged = (content: Buffer, at: number): Buffer => {
  const copy = Buffer.from(content)
  copy[at] = (copy[at] as number) ^ 0xff
  return copy
}
const padded = (...blocks: Buffer[]): Buffer => Buffer.concat([...blocks, Buffer.alloc(1024)])
const negative = Buffer.from('ffffffffffffffffffffff00', 'hex')
const huge = headerBlock('big', '0', 0, { 124: Buffer.from('77777777777\0') })
const layerName = `blobs/sha256/${hex(layer)}`
const configName = `blobs/sha256/${hex(good.config)}`

type Bad = Buffer | Parts
const archives: readonly (readonly [string, () => Bad | Promise<Bad>, string, Wish?])[] = [
  ['an empty file', () => Buffer.alloc(0), 'tar: the stream ended too early; it is truncated'],
  [
    'a text',
    () => Buffer.from('hello '.repeat(100)),
    'the archive is no tar, plain or compressed with gzip or zstd',
  ],
  ['an empty tar', () => Buffer.alloc(1024), 'the archive has neither the index.json of an OCI layout nor'],
  ['an empty gzip', () => zlib.gzipSync(''), 'tar: the stream ended too early; it is truncated'],
  [
    'xz',
    () => Buffer.from('fd377a585a000000', 'hex'),
    'the archive is compressed with xz; a tar is read plain or',
  ],
  ['ZIP', () => Buffer.from('PK\x03\x04 and so on'), 'the archive is a ZIP file; a tar is read plain or'],
  ['a header that is cut', () => whole.subarray(0, 700), 'truncated'],
  ['a tar without its end', () => whole.subarray(0, -1024), 'it is truncated'],
  ['a layer that is cut', () => whole.subarray(0, 1600), 'the archive is truncated inside blobs/sha256/'],
  ['a gzip that is cut', () => zlib.gzipSync(whole).subarray(0, 400), 'unexpected end of file (Z_BUF_ERROR)'],
  ['a damaged gzip', () => damaged(zlib.gzipSync(whole), 60), '(Z_DATA_ERROR)'],
  ['a damaged layer', () => tarOf(replaced(layerName, damaged(layer, 30))), 'layer 1 (sha256:'],
  [
    'a damaged layer of a compressed archive',
    async () => zlib.gzipSync(await tarOf(replaced(layerName, damaged(layer, 30)))),
    'layer 1 (sha256:',
  ],
  [
    'a layer that is shorter',
    () => tarOf(replaced(layerName, layer.subarray(1))),
    `has ${layer.length - 1} bytes, its descriptor says ${layer.length}`,
  ],
  [
    'a damaged configuration',
    () => tarOf(replaced(configName, `${good.config.slice(0, -1)} `)),
    `what came for sha256:${hex(good.config)} has another digest`,
  ],
  [
    'no index',
    () => tarOf(without('index.json', layout)),
    'the archive has neither the index.json of an OCI layout nor',
  ],
  ['no layer', () => tarOf(without(layerName, layout)), `the archive lacks the layer sha256:${hex(layer)}`],
  [
    'no configuration',
    () => tarOf(without(configName, layout)),
    `the archive lacks sha256:${hex(good.config)}`,
  ],
  [
    'an index that is no JSON',
    () => tarOf(replaced('index.json', '{"manifests"')),
    'index.json is no JSON document',
  ],
  ['an index that is a list', () => tarOf(replaced('index.json', '[]')), 'index.json is no image index'],
  [
    'an index without manifests',
    () => tarOf(replaced('index.json', '{}')),
    'index.json has no list of manifests',
  ],
  [
    'an index of no image',
    () => tarOf(replaced('index.json', '{"manifests":[]}')),
    'the archive holds no image',
  ],
  [
    'an index of 9 MB',
    () => tarOf(replaced('index.json', Buffer.alloc(9_000_000, 0x20))),
    'index.json is larger than 8388608 bytes',
  ],
  [
    'another layout version',
    () => tarOf(replaced('oci-layout', '{"imageLayoutVersion":"2.0.0"}')),
    'the OCI layout has version 2.0.0',
  ],
  [
    'a descriptor of negative size',
    () =>
      tarOf(
        replaced('index.json', JSON.stringify({ manifests: [{ digest: `sha256:${hex('')}`, size: -1 }] })),
      ),
    'a manifest of index.json has no valid size',
  ],
  [
    'a digest that is a path',
    () =>
      tarOf(
        replaced(
          'index.json',
          JSON.stringify({ manifests: [{ digest: 'sha256:../../../etc/passwd', size: 1 }] }),
        ),
      ),
    'a manifest of index.json has a digest that is not sha256',
  ],
  ['an index that leads to itself', deepIndex, 'an image index leads to ever more indexes'],
  [
    'more layers than diffIDs',
    () => tarOf(withManifest((manifest) => Object.assign(manifest, { layers: [] }))),
    'the manifest has 0 layers, the configuration 1',
  ],
  [
    'a thousand layers and one',
    () => tarOf(withManifest((manifest) => Object.assign(manifest, { layers: Array(1001).fill({}) }))),
    'an image of more than 1000 layers',
  ],
  [
    'an artifact',
    () =>
      tarOf(
        withManifest((manifest) =>
          Object.assign(manifest, { config: describe('application/vnd.oci.empty.v1+json', '{}') }),
        ),
      ),
    `the archive lacks sha256:${hex('{}')}`,
  ],
  [
    'a Windows image',
    () => withConfig({ os: 'windows' }).then(tarOf),
    'the image is for windows; only images for Linux are measured',
  ],
  [
    'no operating system',
    () => withConfig({ os: 5 }).then(tarOf),
    'the image configuration names no operating system',
  ],
  [
    'another platform',
    () => whole,
    'the image cannot be used: it is for linux/amd64, not for linux/arm64',
    { platform: 'linux/arm64' },
  ],
  [
    'an unknown layer type',
    () => tarOf(withLayer(Buffer.alloc(1024), { mediaType: 'application/vnd.other' })),
    'a layer has the media type application/vnd.other, which cannot be read',
  ],
  [
    'an encrypted layer',
    () => tarOf(withLayer(Buffer.alloc(1024), { mediaType: `${mediaTypes.layer}+gzip+encrypted` })),
    `a layer is encrypted (${mediaTypes.layer}+gzip+encrypted)`,
  ],
  [
    'ten thousand nested directories',
    async () => tarOf(withLayer(await buildTar([{ name: `${'d/'.repeat(10_000)}f` }]))),
    'tar header: a name is longer than 4096 bytes',
  ],
  ['a foreign layer', foreignLayer, 'it is a foreign layer, which an archive need not hold'],
  [
    'a layer that is no tar',
    () => tarOf(withLayer(Buffer.from('no tar '.repeat(200)))),
    'tar header: checksum is not a number',
  ],
  [
    'a layer of another size',
    () => tarOf(withLayer(Buffer.alloc(1024), { size: 5 })),
    'its descriptor says 5',
  ],
  ['a header of 8 GiB', () => tarOf(withLayer(padded(huge))), 'layer 1 (sha256:'],
  [
    'an archive whose layer says that it has 8 GiB',
    () => padded(headerBlock(layerName, '0', 0, { 124: Buffer.from('77777777777\0') })),
    'the archive is truncated inside blobs/sha256/',
  ],
  [
    'a negative size',
    () => tarOf(withLayer(padded(headerBlock('a', '0', 0, { 124: negative })))),
    'tar header: size is negative',
  ],
  [
    'a negative size in the archive',
    () => padded(headerBlock('a', '0', 0, { 124: negative })),
    'tar header: size is negative',
  ],
  [
    'a name that leaves the image',
    async () => tarOf(withLayer(await buildTar([{ name: '../../etc/passwd', content: 'x' }]))),
    'layer: an entry leaves the root of the image',
  ],
  [
    'links that lead in a circle',
    async () =>
      tarOf(
        withLayer(
          await buildTar([
            { name: 'a', type: 'symlink', linkname: 'b' },
            { name: 'b', type: 'symlink', linkname: 'a' },
            { name: 'a/c', content: 'x' },
          ]),
        ),
      ),
    'layer: links that lead in a circle',
  ],
  [
    'a list that is no list of images',
    () => tarOf({ 'manifest.json': '[5]' }),
    'manifest.json lists something that is no image',
  ],
  ['a list without images', () => tarOf({ 'manifest.json': '[]' }), 'the archive holds no image'],
  ['a list that is an object', () => tarOf({ 'manifest.json': '{}' }), 'manifest.json is no list of images'],
  [
    'docker save without its configuration',
    () => tarOf({ 'manifest.json': '[{"Config":"x.json","Layers":[]}]' }),
    'the archive lacks the configuration x.json',
  ],
  [
    'docker save without a layer',
    () =>
      tarOf(without(`${hex(good.layers[0]?.tar ?? '')}/layer.tar`, dockerSave([{ made: good, tags: [] }]))),
    'the archive lacks the layer ',
  ],
  [
    'docker save with another layer',
    () =>
      tarOf({
        ...dockerSave([{ made: good, tags: [] }]),
        [`${hex(good.layers[0]?.tar ?? '')}/layer.tar`]: Buffer.alloc(1024),
      }),
    'have the digest sha256:',
  ],
  [
    'docker save with another configuration',
    () => tarOf({ ...dockerSave([{ made: good, tags: [] }]), [`${hex(good.config)}.json`]: '{}' }),
    'has another digest than its name says',
  ],
  [
    'a link that leads to itself',
    () => buildTar([{ name: 'index.json', type: 'symlink', linkname: 'index.json' }]),
    'the archive has neither',
  ],
]

async function deepIndex(): Promise<Buffer> {
  let inner = blobsOf(good).manifest
  let mediaType = mediaTypes.manifest
  const blobs: Record<string, string | Buffer> = { ...blobsOf(good).blobs }
  for (let depth = 0; depth < 6; depth++) {
    inner = JSON.stringify({ mediaType: mediaTypes.index, manifests: [describe(mediaType, inner)] })
    mediaType = mediaTypes.index
    blobs[`blobs/sha256/${hex(inner)}`] = inner
  }
  return tarOf({ ...blobs, 'index.json': JSON.stringify({ manifests: [describe(mediaType, inner)] }) })
}

function foreignLayer(): Promise<Buffer> {
  const tar = Buffer.alloc(1024)
  const parts = withLayer(tar, { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' })
  return tarOf(without(`blobs/sha256/${hex(zlib.gzipSync(tar))}`, parts))
}

test.each(archives)('%s', async (_, make, message, wish = {}) => {
  const reading = inspectArchive(await make(), wish)
  await expect(reading).rejects.toMatchObject({
    name: 'MeasureError',
    message: expect.stringContaining(message),
  })
})

test('no file, no directory and no whole archive is ever a smaller number', async () => {
  for (let cut = 0; cut < whole.length; cut += 512) {
    await expect(inspectArchive(whole.subarray(0, cut))).rejects.toMatchObject({ name: 'MeasureError' })
  }
})

test('a layout without layers is an image of 0 bytes, as in an engine', async () => {
  const empty = await makeImage([], 'gzip')
  const { image } = await inspectArchive(await tarOf(ociLayout([{ made: empty }])))
  expect(image).toMatchObject({ size: 0, live: 0, wasted: 0, layers: [] })
})

test('an absolute name is one below the root, as engines unpack it', async () => {
  const tar = await buildTar([{ name: '/etc/x', content: 'xx' }])
  const { image, files } = await inspectArchive(await tarOf(withLayer(tar)))
  expect(image.size).toBe(2)
  expect(files.find('/etc/x')).toMatchObject({ size: 2 })
})
