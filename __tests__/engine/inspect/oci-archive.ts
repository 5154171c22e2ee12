import { createHash } from 'node:crypto'
import * as zlib from 'node:zlib'
import { buildTar, type TestEntry } from '../../unit/inspect/build-tar.ts'

/** How the layers of a hand-made image are stored. */
export type Stored = 'plain' | 'gzip' | 'zstd'

/** An OCI layout as a tar, for `docker load`. */
export interface OciArchive {
  readonly tar: Buffer
  /** Digests of the layers as stored, lowest first. */
  readonly blobs: readonly string[]
  /** Σ of their bytes. */
  readonly bytes: number
}

const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

/**
 * One image behind an index that also has an attestation and, of another platform, an image whose layers are not
 * there: as BuildKit and registries make them.
 */
export async function ociArchive(
  layers: readonly (readonly TestEntry[])[],
  stored: Stored,
  tag: string,
): Promise<OciArchive> {
  const blobs = new Map<string, Buffer>()
  const keep = (content: Buffer | string): { digest: string; size: number } => {
    const bytes = Buffer.from(content)
    blobs.set(digest(bytes), bytes)
    return { digest: digest(bytes), size: bytes.length }
  }
  const tars = await Promise.all(layers.map((layer) => buildTar(layer)))
  const descriptors = tars.map((tar) => ({ mediaType: mediaTypes[stored], ...keep(compress[stored](tar)) }))
  const manifest = (os: string, layers: readonly object[]): object => ({
    ...json(
      'manifest',
      keep(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: `${oci}.manifest.v1+json`,
          config: json('config', keep(JSON.stringify(configOf(os, tars)))),
          layers,
        }),
      ),
    ),
    platform: { os, architecture },
  })
  const elsewhere = [{ mediaType: mediaTypes[stored], digest: digest(Buffer.from('elsewhere')), size: 9 }]
  const attestation = {
    ...manifest('unknown', []),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  }
  const index = json(
    'index',
    keep(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: `${oci}.index.v1+json`,
        manifests: [attestation, manifest('plan9', elsewhere), manifest('linux', descriptors)],
      }),
    ),
  )
  const named = { ...index, annotations: { 'io.containerd.image.name': tag } }
  const tar = await buildTar([
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests: [named] }) },
    ...[...blobs].map(([name, content]) => ({ name: `blobs/sha256/${name.slice(7)}`, content })),
  ])
  const bytes = descriptors.reduce((sum, { size }) => sum + size, 0)
  return { tar, blobs: descriptors.map(({ digest }) => digest), bytes }
}

const oci = 'application/vnd.oci.image'
const mediaTypes = {
  plain: `${oci}.layer.v1.tar`,
  gzip: `${oci}.layer.v1.tar+gzip`,
  zstd: `${oci}.layer.v1.tar+zstd`,
}
const compress = {
  plain: (tar: Buffer) => tar,
  gzip: (tar: Buffer) => zlib.gzipSync(tar),
  zstd: (tar: Buffer) => zlib.zstdCompressSync(tar),
}

function json(kind: string, { digest, size }: { digest: string; size: number }) {
  return { mediaType: `${oci}.${kind}.v1+json`, digest, size }
}

function configOf(os: string, tars: readonly Buffer[]): object {
  return {
    architecture,
    os,
    config: { Cmd: ['/nothing'] },
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => digest(tar)) },
    history: tars.map((_, index) => ({ created_by: `RUN step ${index} # buildkit` })),
  }
}

function digest(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}
