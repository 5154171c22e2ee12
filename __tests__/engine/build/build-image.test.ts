import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { scratchBase } from '../../../src/build/base-image.ts'
import { buildImage, type ImageBuild } from '../../../src/build/build-image.ts'
import type { Builder } from '../../../src/build/choose-builder.ts'
import { Stopped } from '../../../src/effects/stop.ts'
import { type EngineWorld, engineWorld, planFor, shellBase, writeTree } from './engine-world.ts'

const buildx: Builder = { kind: 'buildx', version: '0.29.1' }
const api: Builder = { kind: 'engine-api', buildkit: true, why: 'a test' }
const both: [string, Builder][] = [
  ['buildx', buildx],
  ['engine-api', api],
]

const worlds: EngineWorld[] = []
// Images of ours without a name, which nothing would ever remove.
const nameless = (): string =>
  execFileSync('docker', ['images', '-q', '-f', 'dangling=true', '-f', 'label=image-size-guard']).toString()
let before = ''
beforeAll(() => {
  before = nameless()
})
afterAll(() => {
  expect(nameless()).toBe(before)
})
async function open(options?: Parameters<typeof engineWorld>[0]): Promise<EngineWorld> {
  const world = await engineWorld(options)
  worlds.push(world)
  return world
}
afterEach(async () => {
  for (const world of worlds.splice(0)) expect(await world.end()).toEqual([])
})

async function diffIds(built: ImageBuild, world: EngineWorld): Promise<readonly string[]> {
  expect(built.error).toBeNull()
  return (await world.docker.images.inspect(built.imageId ?? ''))?.diffIds ?? []
}

async function layerFiles(built: ImageBuild, world: EngineWorld): Promise<string[]> {
  expect(built.error).toBeNull()
  const container = await world.docker.containers.create({
    ...{ image: built.imageId ?? '', entrypoint: ['/none'], cmd: [], env: [], user: null, workdir: null },
    ...{ network: 'none', mounts: [], memoryBytes: null, pids: null, labels: {} },
  })
  try {
    const exported = execFileSync('sh', ['-c', `docker export ${container} | tar -t`]).toString()
    return exported
      .split('\n')
      .filter((name) => name.startsWith('app/') && name !== 'app/')
      .sort()
  } finally {
    await world.docker.containers.remove(container)
  }
}

test('both builders give the same layers for the same tree', async () => {
  const world = await open()
  const tree = await writeTree(world, {
    'docker/Dockerfile':
      'FROM scratch AS files\nARG NAME\nCOPY . /app\nFROM files\nCOPY --from=files /app/src /src\n',
    '.dockerignore': 'docker\n*.log\ndist\n!dist/keep.js\n',
    'a.log': 'x',
    'dist/drop.js': '1',
    'dist/keep.js': '2',
    'src/main.py': 'print()\n',
    '.git/HEAD': 'ref: x\n',
  })
  execFileSync('mkfifo', [join(tree, 'pipe')])
  await symlink('nowhere', join(tree, 'link'))
  execFileSync('touch', [
    '-d',
    '2020-01-01T00:00:00Z',
    '-h',
    ...['.dockerignore', 'src/main.py', 'src', 'dist/keep.js', 'dist', 'link', '.'].map((path) =>
      join(tree, path),
    ),
  ])
  const results: Record<string, string[]> = {}
  const sizes: number[][] = []
  for (const [name, builder] of both) {
    const built = await buildImage(
      planFor(tree, { file: 'docker/Dockerfile', noCache: true }),
      builder,
      world,
    )
    expect(built.build?.builder).toBe(name)
    expect(built.build?.steps.map(({ stage, line }) => [stage, line])).toEqual([
      ['files', 3],
      ['stage-1', 5],
    ])
    results[name] = await layerFiles(built, world)
    sizes.push((await world.docker.images.history(built.imageId ?? '')).map(({ size }) => size))
  }
  expect(sizes[0]?.some((size) => size > 0)).toBe(true)
  expect(sizes[0]).toEqual(sizes[1])
  expect(results.buildx?.filter((file) => file !== 'app/pipe')).toEqual(results['engine-api'])
  expect(results['engine-api']).toEqual([
    'app/.dockerignore',
    'app/dist/',
    'app/dist/keep.js',
    'app/link',
    'app/src/',
    'app/src/main.py',
  ])
})

test('the same layers to the byte when the context holds only plain files', async () => {
  const world = await open()
  const tree = await writeTree(world, {
    Dockerfile: 'FROM scratch\nCOPY src /src\nCOPY a.txt /deep/a.txt\nWORKDIR /w\n',
    'a.txt': 'a\n',
    'src/x/y.txt': 'y\n',
  })
  const one = await buildImage(planFor(tree), buildx, world)
  const two = await buildImage({ ...planFor(tree), side: 'before' }, api, world)
  expect((await diffIds(one, world)).length).toBe(3)
  expect((await diffIds(one, world)).slice(0, 2)).toEqual((await diffIds(two, world)).slice(0, 2))
})

test.each(both)('%s: .git is left out unless it is asked for', async (_, builder) => {
  const world = await open()
  const tree = await writeTree(world, {
    Dockerfile: 'FROM scratch\nCOPY . /app\n',
    '.git/HEAD': 'ref: x\n',
    'sub/.git': 'gitdir: x\n',
  })
  expect(await layerFiles(await buildImage(planFor(tree), builder, world), world)).toEqual([
    'app/Dockerfile',
    'app/sub/',
  ])
  const withGit = await buildImage(planFor(tree, {}, true), builder, world)
  expect(await layerFiles(withGit, world)).toEqual([
    'app/.git/',
    'app/.git/HEAD',
    'app/Dockerfile',
    'app/sub/',
    'app/sub/.git',
  ])
})

test.each(both)(
  '%s: a Dockerfile outside its context, with an ignore file of its own',
  async (_, builder) => {
    const world = await open()
    const tree = await writeTree(world, {
      'docker/my.Dockerfile': 'FROM scratch\nCOPY . /app\n',
      'docker/my.Dockerfile.dockerignore': 'b.txt\n',
      'src/.dockerignore': 'a.txt\n',
      'src/a.txt': '1',
      'src/b.txt': '2',
    })
    const built = await buildImage(
      planFor(tree, { context: 'src', file: 'docker/my.Dockerfile' }),
      builder,
      world,
    )
    expect(built.file).toBe('docker/my.Dockerfile')
    expect(await layerFiles(built, world)).toEqual(['app/.dockerignore', 'app/a.txt'])
  },
)

test.each(both)('%s: a failing RUN names its step, its line and the last lines', async (name, builder) => {
  const world = await open()
  const tree = await writeTree(world, {
    'docker/Dockerfile': `FROM ${shellBase} AS builder\nENV A=1\nRUN seq 1 30; \\\n  echo '::error::no' ; exit 9\nFROM scratch\nCOPY --from=builder /x /x\n`,
  })
  const built = await buildImage(planFor(tree, { file: 'docker/Dockerfile' }), builder, world)
  expect(built.imageId).toBeNull()
  expect(built.error).toMatchObject({ stage: 'build', kind: 'failed', file: 'docker/Dockerfile', line: 3 })
  expect(built.error?.step).toMatch(/^\[builder 2\/2\] RUN seq 1 30/)
  expect(built.error?.message).toMatch(/exit code: 9/)
  const log = built.error?.log?.split('\n') ?? []
  expect([log.length, log[0], log.at(-1)]).toEqual([20, '12', '::error::no'])
  expect(built.base).toEqual(scratchBase)
  const file = await readFile(built.build?.log ?? '', 'utf8')
  expect(file).toMatch(/#\d+ 1\n(?:.*\n)*#\d+ 30\n/)
  expect(world.lines).toContain('group: Build after: docker/Dockerfile')
  expect(world.lines.filter((line) => line.startsWith('foreign: '))).toHaveLength(1)
  expect(name).toBe(built.build?.builder)
})

test.each(both)('%s: a full disk is told apart', async (_, builder) => {
  const world = await open()
  const tree = await writeTree(world, {
    Dockerfile: `FROM ${shellBase}\nRUN : ${randomUUID()}; cat /etc/hosts > /dev/full\n`,
  })
  const built = await buildImage(planFor(tree), builder, world)
  expect(built.error).toMatchObject({ kind: 'disk-full', line: 2 })
})

test.each(both)('%s: a base that nobody has', async (_, builder) => {
  const world = await open()
  const tree = await writeTree(world, { Dockerfile: 'FROM localhost:1/none/such:1\nRUN x\n' })
  const built = await buildImage(planFor(tree), builder, world)
  expect(built.error?.message).toMatch(/localhost:1\/(?:v2\/)?none\/such/)
  expect(built.imageId).toBeNull()
  expect(built.base).toEqual({ reference: 'localhost:1/none/such:1', digest: null, diffIds: null })
})

test.each(both)('%s: a build that hangs is ended by the deadline', async (_, builder) => {
  const controller = new AbortController()
  const world = await open({ signal: controller.signal })
  const mark = randomUUID()
  const tree = await writeTree(world, { Dockerfile: `FROM ${shellBase}\nRUN : ${mark}; sleep 300\n` })
  const reason = new Stopped('deadline', 'the run took longer than its timeout of 1 min')
  const timer = setTimeout(() => controller.abort(reason), 3000)
  const started = Date.now()
  const built = await buildImage(planFor(tree), builder, world)
  clearTimeout(timer)
  expect(Date.now() - started).toBeLessThan(15_000)
  expect(built.error).toMatchObject({ kind: 'timeout', line: 2 })
  expect(await stillRunning(mark)).toBe(false)
})

test.each(both)('%s: an interrupt is thrown on', async (_, builder) => {
  const controller = new AbortController()
  const world = await open({ signal: controller.signal })
  const tree = await writeTree(world, { Dockerfile: `FROM ${shellBase}\nRUN : ${randomUUID()}; sleep 300\n` })
  const reason = new Stopped('SIGINT', 'interrupted by SIGINT')
  setTimeout(() => controller.abort(reason), 2000)
  await expect(buildImage(planFor(tree), builder, world)).rejects.toBe(reason)
})

test.each(both)('%s: nothing is left when the run has ended', async (_, builder) => {
  const world = await engineWorld()
  const tree = await writeTree(world, { Dockerfile: 'FROM scratch\nCOPY x /x\n', x: randomUUID() })
  const built = await buildImage(planFor(tree), builder, world)
  expect(built.error).toBeNull()
  expect((await world.docker.images.inspect(built.reference ?? ''))?.config.labels).toEqual({
    'image-size-guard': 'built',
  })
  expect(await world.end()).toEqual([])
  expect(await world.docker.images.inspect(built.imageId ?? '')).toBeNull()
})

test.each(both)('%s: names that carry commands stay data', async (_, builder) => {
  const world = await open()
  const name = '::error::x \u001b[31m|`<b>\u202e'
  const tree = await writeTree(world, {
    Dockerfile: `FROM ${shellBase}\nRUN : '${name}'; echo '${name}'; exit 3\n`,
  })
  const built = await buildImage(planFor(tree), builder, world)
  expect(built.error).toMatchObject({ kind: 'failed', line: 2, log: name })
  expect(built.error?.step).toBe(`[2/2] RUN : '${name}'; echo '${name}'; exit 3`)
  expect(world.lines.filter((line) => line.startsWith('::'))).toEqual([])
})

test.each(both)('%s: foreign and long file names', async (_, builder) => {
  const world = await open()
  const long = `${'n'.repeat(90)}/${'m'.repeat(90)}`
  const tree = await writeTree(world, {
    'docker/Dockerfile': 'FROM scratch\nCOPY . /app\n',
    'Ä first': '1',
    [long]: '2',
  })
  const built = await buildImage(planFor(tree, { file: 'docker/Dockerfile' }), builder, world)
  expect(await layerFiles(built, world)).toHaveLength(5)
})

test.each(both)('%s: arguments, target and platform', async (_, builder) => {
  const world = await open()
  const tree = await writeTree(world, {
    Dockerfile: 'ARG DIR=nope\nFROM scratch AS first\nARG DIR\nCOPY $DIR /x\nFROM scratch\nCOPY missing /\n',
    'a/f': '1',
  })
  const settings = { target: 'first', buildArgs: { DIR: 'a' }, platform: 'linux/amd64' }
  const built = await buildImage(planFor(tree, settings), builder, world)
  expect(built.error).toBeNull()
  expect(built.base).toEqual(scratchBase)
})

test('a build secret reaches its step alone, and the log as a secret', async () => {
  const value = randomUUID()
  const world = await open({ environment: { TOKEN: value, OTHER: 'x' } })
  const tree = await writeTree(world, {
    Dockerfile: `FROM ${shellBase}\nRUN --mount=type=secret,id=t,required=true grep -q ${value} /run/secrets/t && test -z "$TOKEN$OTHER"\n`,
  })
  const built = await buildImage(planFor(tree, { secrets: ['id=t,env=TOKEN'] }), buildx, world)
  expect(built.error).toBeNull()
  expect(world.secrets).toEqual([value])
  await expect(buildImage(planFor(tree, { secrets: ['id=t,env=TOKEN'] }), api, world)).rejects.toThrow(
    'secrets: not possible',
  )
})

test('a cache that this builder cannot export is refused before the build', async () => {
  const world = await open()
  const { store } = await world.docker.info()
  const tree = await writeTree(world, { Dockerfile: 'FROM scratch\nCOPY x /x\n', x: '1' })
  const built = buildImage(planFor(tree, { cacheTo: ['type=local,dest=cache'] }), buildx, world)
  if (store === 'classic')
    await expect(built).rejects.toThrow('cache-to: type=local,dest=cache needs another builder')
  else expect((await built).error).toBeNull()
})

test('a build context of its own, or the words of an engine that is too old for it', async () => {
  const world = await open()
  const tree = await writeTree(world, {
    'src/Dockerfile': 'FROM scratch\nCOPY --from=lib y /app/y\n',
    'lib/y': '1',
  })
  const built = await buildImage(
    planFor(tree, { context: 'src', buildContexts: { lib: 'lib' } }),
    buildx,
    world,
  )
  if (built.error) expect(built.error.message).toContain('moby.buildkit.frontend.contexts')
  else expect(await layerFiles(built, world)).toEqual(['app/y'])
})

test('a Dockerfile or context that is not there', async () => {
  const world = await open()
  const tree = await writeTree(world, { 'dir/x': '1' })
  const outcome = async (settings: Parameters<typeof planFor>[1]) =>
    (await buildImage(planFor(tree, settings), buildx, world)).error
  expect(await outcome({})).toMatchObject({
    kind: 'not-found',
    message: 'there is no Dockerfile at Dockerfile',
  })
  expect(await outcome({ file: 'dir' })).toMatchObject({
    kind: 'not-found',
    message: 'there is no Dockerfile at dir',
  })
  expect(await outcome({ context: 'gone', file: 'dir/x' })).toMatchObject({ kind: 'not-found' })
  await symlink('/etc', join(tree, 'out'))
  await expect(outcome({ context: 'out', file: 'dir/x' })).rejects.toThrow(
    'context: out leaves the repository through a link',
  )
})

async function stillRunning(mark: string): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt++) {
    if (!execFileSync('ps', ['-eo', 'args']).toString().includes(`: ${mark}; sleep`)) return false
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return true
}
