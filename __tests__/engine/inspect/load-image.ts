import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { execa } from 'execa'
import { buildTar, type TestEntry } from '../../unit/inspect/build-tar.ts'

/** An image made by hand, for `docker load`: a layer is a list of tar entries, or a ready tar. */
export interface HandMade {
  readonly layers: readonly (readonly TestEntry[] | Buffer)[]
  readonly history?: readonly { created_by: string; empty_layer?: boolean }[]
  readonly gzip?: boolean
}

/** A docker-save archive of one image. */
export async function saveArchive(image: HandMade, tag: string): Promise<Buffer> {
  const tars = await Promise.all(
    image.layers.map((layer) => (Buffer.isBuffer(layer) ? layer : buildTar(layer))),
  )
  const config = JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: ['/nothing'] },
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
    history: image.history ?? tars.map((_, index) => ({ created_by: `RUN step ${index} # buildkit` })),
  })
  const layers = tars.map((tar) => ({
    name: `${sha256(tar)}/layer.tar`,
    content: image.gzip ? gzipSync(tar) : tar,
  }))
  const manifest = [
    { Config: `${sha256(config)}.json`, RepoTags: [tag], Layers: layers.map(({ name }) => name) },
  ]
  return buildTar([
    { name: `${sha256(config)}.json`, content: config },
    ...new Map(layers.map((layer) => [layer.name, layer])).values(),
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ])
}

/** Loads an image into the engine that the docker client uses. */
export async function loadImage(image: HandMade, tag: string): Promise<void> {
  await execa('docker', ['load'], { input: await saveArchive(image, tag) })
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
