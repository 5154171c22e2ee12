import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ContainerSpec, Docker, EngineInfo } from '../src/effects/docker/docker.ts'
import type { Take } from '../src/effects/docker/take.ts'
import { keepHeapSmall } from '../src/entry/small-heap.ts'
import { inspectImages } from '../src/inspect/inspect-images.ts'
import { fileSize, header, layerTar, tarLength, tarSplit } from './generated-layer.ts'

/**
 * Measures a generated image through everything that measuring an image does: as an engine's export of it, or from the
 * files that the classic store has of it. Prints the most memory that was resident, in kB, and what was measured.
 * Usage: memory-image.js prepare FILES LIST               (writes the store's list of files, prints the layer's diffID)
 *        memory-image.js export|metadata FILES LIST DIFFID
 */
const [, , way = '', files = '', list = '', diffId = ''] = process.argv
const count = Number(files)

const digest = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
const configuration = JSON.stringify({ rootfs: { type: 'layers', diff_ids: [diffId] }, history: [] })
const id = digest(configuration)

async function prepare(): Promise<void> {
  await pipeline(Readable.from(tarSplit(count)), createGzip(), createWriteStream(list))
  const hash = createHash('sha256')
  for (const chunk of layerTar(count)) hash.update(chunk)
  process.stdout.write(`sha256:${hash.digest('hex')}`)
}

async function measure(): Promise<void> {
  const started = process.resourceUsage().maxRSS
  const begin = performance.now()
  const { after } = await inspectImages(
    { before: null, after: { id, baseDiffIds: null, instructions: [], provenance: null } },
    {
      docker: { images, containers } as unknown as Docker,
      engine,
      mark: { run: '0', owner: 'bench', deadline: 0 },
      access: 'auto',
      cache: null,
      signal: new AbortController().signal,
    },
  )
  const { size, fileCount, owners, measuredBy } = after.image
  const ms = Math.round(performance.now() - begin)
  const { maxRSS } = process.resourceUsage()
  process.stdout.write(
    `${JSON.stringify({ maxRSS, started, ms, size, fileCount, measuredBy, owners: owners?.length ?? after.image.ownersProblem })}\n`,
  )
}

const details = {
  ...{ id, descriptorDigest: null, repoTags: [], repoDigests: [], created: null, os: 'linux' },
  ...{ architecture: 'amd64', variant: null, engineSize: 0, diffIds: [diffId] },
  config: { env: [], entrypoint: null, cmd: null, user: '', workdir: '', labels: {} },
}
const images = {
  inspect: async () => details,
  listedSizes: async (ids: readonly string[]) => ids.map(() => null),
  export: async () => Readable.from(exported()),
}
const engine: EngineInfo = {
  ...{ version: '0', apiVersion: '1.41', store: way === 'export' ? 'podman' : 'classic', driver: 'overlay2' },
  ...{ rootDir: '/', os: 'linux', architecture: 'amd64', cpus: 1 },
}

function* exported(): Generator<Buffer> {
  yield Buffer.from(header(`${'a'.repeat(64)}/layer.tar`, tarLength(count)))
  yield* layerTar(count)
  yield Buffer.alloc(1024)
}

// A container has what is bound into it, and nothing else.
let bound: ContainerSpec['mounts'] = []
const containers = {
  async create({ mounts }: ContainerSpec) {
    bound = mounts
    return 'container'
  },
  async remove() {},
  async readArchive(_: string, path: string, take: Take) {
    for await (const chunk of archive(path)) await take(chunk)
  },
}

async function* archive(path: string): AsyncGenerator<Buffer> {
  for (const { target } of bound) {
    const name = target.slice(path.lastIndexOf('/') + 1)
    if (name.includes('/config-')) yield* small(name, configuration)
    else {
      yield* small(`${name}/cache-id`, 'unpacked')
      yield* small(`${name}/diff`, diffId)
      yield* small(`${name}/size`, String(count * fileSize))
      const { size } = statSync(list)
      yield header(`${name}/tar-split.json.gz`, size)
      yield* createReadStream(list)
      yield Buffer.alloc(-size & 511)
    }
  }
  yield Buffer.alloc(1024)
}

function* small(name: string, content: string): Generator<Buffer> {
  yield header(name, content.length)
  yield Buffer.concat([Buffer.from(content), Buffer.alloc(-content.length & 511)])
}

// Last, so that all of the above is there.
keepHeapSmall()
if (way === 'prepare') await prepare()
else await measure()
