import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { type Pack, pack } from 'tar-stream'
import type { Docker } from '../../../src/effects/docker/docker.ts'
import type { HiddenFile, InspectedImage, RunConfig } from '../../../src/inspect/image.ts'
import type { ProbedSide } from '../../../src/probe/probe-target.ts'
import { fileTable } from '../../unit/probe/file-table.ts'

/** A file of a tiny image: a string is a link's target, null a directory. */
export type TinyFile = string | null | { readonly mode: number; readonly content: Buffer | string }

/** The statically linked program of `program.c`. */
export async function compileProgram(): Promise<Buffer> {
  return inTemporaryDirectory(async (directory) => {
    const output = join(directory, 'program')
    await gcc('-static', '-O1', '-s', '-o', output, new URL('program.c', import.meta.url).pathname)
    return readFile(output)
  })
}

/** Files of an image with a program, its dynamic loader, and without the library that the program needs. */
export async function compileOrphan(): Promise<Record<string, TinyFile>> {
  return inTemporaryDirectory(async (directory) => {
    const [library, source, tool] = ['libgone.so', 'tool.c', 'tool'].map((name) => join(directory, name))
    if (!library || !source || !tool) throw new Error('three paths')
    await writeFile(source, 'int gone(void); int main(void) { return 0; }')
    await gcc('-shared', '-o', library, '-x', 'c', '/dev/null', '-Wl,-soname,libgone.so')
    const link = ['-Wl,--no-as-needed', '-Wl,--dynamic-linker=/lib/loader', '-L', directory, '-lgone']
    await gcc('-o', tool, source, ...link)
    return {
      '/bin/tool': { mode: 0o755, content: await readFile(tool) },
      '/lib/loader': { mode: 0o755, content: await readFile(await loaderPath()) },
    }
  })
}

async function loaderPath(): Promise<string> {
  for (const name of ['ld-linux-x86-64.so.2', 'ld-linux-aarch64.so.1']) {
    const path = (await gcc(`-print-file-name=${name}`)).trim()
    if (isAbsolute(path)) return path
  }
  throw new Error('no dynamic loader on this machine')
}

async function gcc(...words: string[]): Promise<string> {
  return (await promisify(execFile)('gcc', words)).stdout
}

async function inTemporaryDirectory<T>(task: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'isg-probe-'))
  try {
    return await task(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Builds an image of exactly these files, with these Dockerfile instructions after them. */
export async function buildTinyImage(
  docker: Docker,
  tag: string,
  files: Readonly<Record<string, TinyFile>>,
  instructions: readonly string[] = [],
): Promise<void> {
  const context = pack()
  context.entry({ name: 'Dockerfile' }, ['FROM scratch', 'COPY root/ /', ...instructions, ''].join('\n'))
  for (const [path, file] of Object.entries(files)) {
    const name = `root${path}`
    if (file === null) context.entry({ name, type: 'directory', mode: 0o755 })
    else if (typeof file === 'string') context.entry({ name, type: 'symlink', linkname: file })
    else context.entry({ name, mode: file.mode }, Buffer.from(file.content))
  }
  await build(docker, tag, context)
}

/** Builds an image from a Dockerfile alone. */
export async function buildDockerfile(docker: Docker, tag: string, lines: readonly string[]): Promise<void> {
  const context = pack()
  context.entry({ name: 'Dockerfile' }, [...lines, ''].join('\n'))
  await build(docker, tag, context)
}

async function build(docker: Docker, tag: string, context: Pack): Promise<void> {
  context.finalize()
  const messages = await docker.build({
    context: Readable.from(context),
    dockerfile: 'Dockerfile',
    tag,
    target: null,
    platform: null,
    buildArgs: {},
    labels: {},
    network: null,
    noCache: false,
    buildkit: true,
    signal: AbortSignal.timeout(60_000),
  })
  for await (const message of messages) {
    if (typeof message === 'object' && message !== null && 'error' in message)
      throw new Error(String(message.error))
  }
}

/** A tiny image as the stages before `probe` hand it on. `tree`: its side's own tree. */
export async function tinySide(
  docker: Docker,
  tag: string,
  files: Readonly<Record<string, TinyFile>>,
  tree: string | null = null,
  hidden: readonly HiddenFile[] = [],
): Promise<ProbedSide> {
  const details = await docker.images.inspect(tag)
  if (!details) throw new Error(`no image ${tag}`)
  const { env, entrypoint, cmd, user, workdir } = details.config
  const run: RunConfig = { env, entrypoint, cmd, user, workdir }
  const short = Object.entries(files).map(([path, file]) => [
    path.replace(/\/$/, ''),
    typeof file === 'object' && file !== null ? file.mode : file,
  ])
  const inspected: InspectedImage = {
    files: fileTable(Object.fromEntries(short)),
    dive: () => ({ efficiency: 1, wastedBytes: 0, sizeBytes: 0, userSizeBytes: 0 }),
    hidden: (matches) => hidden.filter(({ path }) => matches(path.slice(path.lastIndexOf('/') + 1))),
    image: {
      id: details.id,
      digest: null,
      os: details.os,
      architecture: details.architecture,
      measuredBy: 'export',
      fellBack: [],
      size: 0,
      live: 0,
      wasted: 0,
      download: null,
      fileCount: 0,
      layers: [],
      baseSize: null,
      run,
      engineSize: { inspect: null, list: null },
      owners: null,
      dependencies: null,
      ownersProblem: null,
      wastedBy: [],
      notes: { duplicates: [], duplicatesProblem: null, largest: [], places: [] },
    },
  }
  return { inspected, built: builtSide(tag, details.id, tree) }
}

/** A side of an image that is there, as the build stage hands it on. */
export function builtSide(reference: string, imageId: string, tree: string | null): ProbedSide['built'] {
  return {
    side: 'after',
    source: `image:${reference}`,
    resolvedBy: 'test',
    commit: null,
    tree,
    file: null,
    context: null,
    target: null,
    platform: null,
    untracked: null,
    ignored: [],
    base: null,
    instructions: [],
    texts: null,
    reference,
    imageId,
    stored: null,
    pulled: null,
    build: null,
    error: null,
  }
}
