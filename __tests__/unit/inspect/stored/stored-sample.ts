import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { LayerCache } from '../../../../src/effects/layer-cache.ts'
import type { StoredImage, StoredLayer } from '../../../../src/inspect/oci/resolve-image.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { inspectStored } from '../../../../src/inspect/stored/inspect-stored.ts'
import { buildTar, type TestEntry } from '../build-tar.ts'

const status = 'Package: hello\nStatus: install ok installed\nVersion: 1.0\nArchitecture: amd64\n\n'
/** An image of four layers, of which a package database lies in the first. */
export const sampleLayers: readonly (readonly TestEntry[])[] = [
  [
    { name: 'var/lib/dpkg/status', content: status },
    { name: 'var/lib/dpkg/info/hello.list', content: '/.\n/usr/bin\n/usr/bin/hello\n' },
    { name: 'usr/bin/hello', content: 'x'.repeat(3000) },
    { name: 'etc/one', content: 'first' },
  ],
  [
    { name: 'opt/one', content: 'another' },
    { name: 'etc/one', content: 'second, longer' },
    { name: 'etc/link', type: 'link', linkname: 'etc/one' },
  ],
  [{ name: 'etc/.wh.one' }, { name: 'srv/one', type: 'symlink', linkname: '/opt/one' }],
  [{ name: 'opt/.wh..wh..opq' }, { name: 'opt/two', content: 'y'.repeat(100_000) }],
]

/** What an image of a registry shows when it is read; `cache` null for none. */
export async function inspectLayers(stored: readonly StoredLayer[], cache: LayerCache | null) {
  const signal = new AbortController().signal
  const diffIds = stored.map(({ diffId }) => diffId)
  const image: StoredImage = {
    ...{ digest: null, configDigest: 'sha256:c', layers: stored, download: 0 },
    document: { os: 'linux', architecture: 'amd64' },
    config: { diffIds, createdBy: diffIds.map(() => null) },
  }
  const found = { measuredBy: 'registry' as const, image, layers: new Map() }
  const known = { platform: null, baseDiffIds: null, instructions: [] }
  const [only] = await inspectStored([{ found, ...known }], { tree: new PathTree(), signal, cache })
  if (!only) throw new Error('nothing was inspected')
  const owners = [...(only.image.owners ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    image: { ...only.image, owners },
    named: only.files.named(() => true).map(({ path }) => path),
    hidden: only.hidden(() => true),
  }
}

/** A layer as a registry stores it. */
export async function storedLayer(entries: readonly TestEntry[]): Promise<StoredLayer> {
  const tar = await buildTar(entries)
  const bytes = gzipSync(tar)
  const blob = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: digest(bytes),
    size: bytes.length,
  }
  return { diffId: digest(tar), blob, open: async () => Readable.from([bytes]) }
}

function digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
