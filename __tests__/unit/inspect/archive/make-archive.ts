import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as zlib from 'node:zlib'
import { buildTar, type TestEntry } from '../build-tar.ts'

/** The files of an archive, by name. */
export type Parts = Readonly<Record<string, string | Buffer>>

/** What an image is made of: stored layers, and the tars that they hold. */
export interface Made {
  readonly layers: readonly { readonly stored: Buffer; readonly tar: Buffer; readonly mediaType: string }[]
  readonly config: string
}

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
}

/** SHA-256 as 64 hexadecimal digits. */
export function hex(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** An image of layers that are lists of tar entries; `fields` replace those of its configuration. */
export async function makeImage(
  layers: readonly (readonly TestEntry[])[],
  compression: 'none' | 'gzip' | 'zstd',
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Made> {
  const tars = await Promise.all(layers.map((entries) => buildTar(entries)))
  const config = JSON.stringify({
    ...{ architecture: 'amd64', os: 'linux' },
    config: { Env: ['PATH=/bin'], Cmd: ['/a'], User: '1', WorkingDir: '/w' },
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${hex(tar)}`) },
    history: tars.map((_, index) => ({ created_by: `RUN step ${index} # buildkit` })),
    ...fields,
  })
  return { config, layers: tars.map((tar) => ({ tar, ...stored(tar, compression) })) }
}

function stored(tar: Buffer, compression: 'none' | 'gzip' | 'zstd'): { stored: Buffer; mediaType: string } {
  const mediaType = compression === 'none' ? mediaTypes.layer : `${mediaTypes.layer}+${compression}`
  if (compression === 'none') return { stored: tar, mediaType }
  return { stored: compression === 'gzip' ? zlib.gzipSync(tar) : zlib.zstdCompressSync(tar), mediaType }
}

/** A descriptor of some content. */
export function describe(mediaType: string, content: string | Buffer, more: object = {}): object {
  return { mediaType, digest: `sha256:${hex(content)}`, size: Buffer.byteLength(content), ...more }
}

/** The blobs of an image, its manifest among them. */
export function blobsOf({ layers, config }: Made): { manifest: string; blobs: Parts } {
  const manifest = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: mediaTypes.manifest },
    config: describe(mediaTypes.config, config),
    layers: layers.map(({ stored, mediaType }) => describe(mediaType, stored)),
  })
  const all = [manifest, config, ...layers.map(({ stored }) => stored)]
  return { manifest, blobs: Object.fromEntries(all.map((one) => [`blobs/sha256/${hex(one)}`, one])) }
}

/** An OCI layout of images, each with what its entry in the index has beside the descriptor. */
export function ociLayout(images: readonly { readonly made: Made; readonly entry?: object }[]): Parts {
  const all = images.map(({ made, entry }) => ({ ...blobsOf(made), entry }))
  const manifests = all.map(({ manifest, entry }) => describe(mediaTypes.manifest, manifest, entry))
  return {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    ...Object.assign({}, ...all.map(({ blobs }) => blobs)),
    'index.json': JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }),
  }
}

/** What `docker save` wrote before Docker 25. */
export function dockerSave(
  images: readonly { readonly made: Made; readonly tags: readonly string[] }[],
): Parts {
  const entries = images.map(({ made, tags }) => ({
    Config: `${hex(made.config)}.json`,
    RepoTags: tags,
    Layers: made.layers.map(({ tar }) => `${hex(tar)}/layer.tar`),
  }))
  const files = images.flatMap(({ made }) => [
    [`${hex(made.config)}.json`, made.config],
    ...made.layers.map(({ tar, stored }) => [`${hex(tar)}/layer.tar`, stored]),
  ])
  return { ...Object.fromEntries(files), 'manifest.json': JSON.stringify(entries) }
}

/** A tar of the parts. */
export function tarOf(parts: Parts): Promise<Buffer> {
  return buildTar(Object.entries(parts).map(([name, content]) => ({ name, content })))
}

/** Writes the parts below a directory. */
export async function writeParts(directory: string, parts: Parts): Promise<void> {
  for (const [name, content] of Object.entries(parts)) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), content)
  }
}
