import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Docker, EngineInfo } from '../src/effects/docker/docker.ts'
import { keepHeapSmall } from '../src/entry/small-heap.ts'
import { inspectImages } from '../src/inspect/inspect-images.ts'

/**
 * Measures a generated image, whose files are made as they are read, as an engine's export of it, through everything
 * that measuring an image does. Prints the most memory that was resident, in kB, and what was measured.
 * Usage: memory-image.js FILES [DIFFID]   (without a diffID: prints the one of the image)
 */
const count = Number(process.argv[2])
const block = 512
const perChunk = 64
/** Entries are a header and one block of content; two empty blocks end the tar. */
const layerLength = count * 2 * block + 2 * block

/** Half of the names are used by one file only, half in many directories; 50 files a directory. */
function nameOf(file: number): string {
  const directory = Math.floor(file / 50)
  const place = `srv/app/part-${Math.floor(directory / 100)}/module-${directory}`
  return file % 2 === 0 ? `${place}/chunk-${file}.js` : `${place}/index-${file % 1000}.d.ts`
}

// One header, of which the name and the checksum change.
const header = Buffer.alloc(block)
header.write('0000644\0', 100)
header.write('00000000011\0', 124)
header.write('0', 156)
header.write('ustar\x0000', 257, 'latin1')

function writeEntry(chunk: Buffer, at: number, file: number): void {
  header.fill(0, 0, 100)
  header.write(nameOf(file), 0, 'latin1')
  header.write('        ', 148)
  let sum = 0
  for (let byte = 0; byte < block; byte++) sum += header[byte] as number
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  header.copy(chunk, at)
  chunk.fill(0, at + block, at + 2 * block)
  chunk.write(String(file).padStart(9, '0'), at + block)
}

// Few buffers again and again, as a socket has them: a chunk is used before the next one is asked for.
const buffers = Array.from({ length: 16 }, () => Buffer.alloc(perChunk * 2 * block))

function* layer(): Generator<Buffer> {
  for (let file = 0, turn = 0; file < count; file += perChunk, turn++) {
    const chunk = buffers[turn % buffers.length] as Buffer
    const entries = Math.min(perChunk, count - file)
    for (let entry = 0; entry < entries; entry++) writeEntry(chunk, entry * 2 * block, file + entry)
    yield chunk.subarray(0, entries * 2 * block)
  }
  yield Buffer.alloc(2 * block)
}

function* archive(): Generator<Buffer> {
  const outer = Buffer.from(header)
  outer.fill(0, 0, 100)
  outer.write(`${'a'.repeat(64)}/layer.tar`)
  outer.write(`${layerLength.toString(8).padStart(11, '0')}\0`, 124)
  outer.write('        ', 148)
  const sum = outer.reduce((total, byte) => total + byte, 0)
  outer.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  yield outer
  yield* layer()
  yield Buffer.alloc(2 * block)
}

function diffIdOf(): string {
  const hash = createHash('sha256')
  for (const chunk of layer()) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}

keepHeapSmall()
const [, , , diffId] = process.argv
if (diffId === undefined) {
  process.stdout.write(diffIdOf())
  process.exit(0)
}
const id = `sha256:${'1'.repeat(64)}`
const details = {
  ...{ id, descriptorDigest: null, repoTags: [], repoDigests: [], created: null, os: 'linux' },
  ...{ architecture: 'amd64', variant: null, engineSize: 0, diffIds: [diffId] },
  config: { env: [], entrypoint: null, cmd: null, user: '', workdir: '', labels: {} },
}
const images = {
  inspect: async () => details,
  listedSizes: async (ids: readonly string[]) => ids.map(() => null),
  export: async () => Readable.from(archive()),
}
const engine: EngineInfo = {
  ...{ version: '0', apiVersion: '1.41', store: 'podman', driver: 'overlay', rootDir: '/', os: 'linux' },
  ...{ architecture: 'amd64', cpus: 1 },
}
const started = process.resourceUsage().maxRSS
const begin = performance.now()
const { after } = await inspectImages(
  { before: null, after: { id, baseDiffIds: null, instructions: [], provenance: null } },
  {
    docker: { images } as unknown as Docker,
    engine,
    mark: { run: '0', owner: 'bench', deadline: 0 },
    access: 'auto',
    cache: null,
    signal: new AbortController().signal,
  },
)
const { size, fileCount, owners } = after.image
const ms = Math.round(performance.now() - begin)
const { maxRSS } = process.resourceUsage()
if (process.env.MEM) process.stderr.write(`${JSON.stringify(process.memoryUsage())}\n`)
process.stdout.write(
  `${JSON.stringify({ maxRSS, started, ms, size, fileCount, owners: owners?.length ?? after.image.ownersProblem })}\n`,
)
