import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { ProbeSpec } from '../../../src/config/config.ts'
import { probeImages } from '../../../src/probe/probe-images.ts'
import type { ProbeResult } from '../../../src/probe/result.ts'
import type { ProbeWorld } from '../../../src/probe/run-container.ts'
import { leftBehind, probe, probeWorld } from './probe-world.ts'
import { buildTinyImage, compileOrphan, compileProgram, type TinyFile, tinySide } from './tiny-image.ts'

const tag = `isg-probe-commands:${process.pid}`
let world: ProbeWorld
let files: Record<string, TinyFile>

beforeAll(async () => {
  world = await probeWorld()
  const program = await compileProgram()
  const foreign = Buffer.from(program)
  // The machine field of an ELF header: 0xff00 is nobody's.
  foreign.writeUInt16LE(0xff00, 18)
  files = {
    '/bin/program': { mode: 0o755, content: program },
    '/bin/foreign': { mode: 0o755, content: foreign },
    '/bin/orphan': { mode: 0o755, content: '#!/bin/gone\n' },
    '/bin/closed': { mode: 0o644, content: program },
    '/etc/passwd': { mode: 0o644, content: 'root:x:0:0::/:/\nrunner:x:1234:77::/:/\n' },
    '/etc/group': { mode: 0o644, content: 'root:x:0:\nstaff:x:88:\n' },
  }
  await buildTinyImage(world.docker, tag, files, [
    'ENV PATH=/bin',
    'ENTRYPOINT ["/bin/program", "say"]',
    'CMD ["as shipped"]',
    'USER root',
  ])
})

afterEach(async () => {
  expect(await leftBehind(world)).toEqual([])
})

afterAll(async () => {
  await world.docker.images.remove(tag)
})

async function run(...specs: ProbeSpec[]): Promise<ProbeResult[]> {
  const after = await tinySide(world.docker, tag, files)
  return probeImages({ specs, before: null, after, checkout: '/' }, world)
}

async function runOne(spec: ProbeSpec): Promise<ProbeResult> {
  const [result] = await run(spec)
  if (!result) throw new Error('no result')
  return result
}

test('results keep the written order, and a passing one shows its first line', async () => {
  const results = await run(
    probe('expect-pass', ['program', 'say', 'Python 3.14.2\nmore']),
    probe('expect-pass', ['program', 'quietly'], { id: 'slow' }),
    probe('expect-fail', ['program', 'complain', 'usage']),
    probe('expect-fail', ['nothing', '--version']),
  )
  expect(results.map(({ status, outcome, exitCode, output }) => [status, outcome, exitCode, output])).toEqual(
    [
      ['pass', 'ran', 0, 'Python 3.14.2'],
      ['fail', 'ran', 3, null],
      ['pass', 'ran', 1, 'usage'],
      ['pass', 'not_found', null, null],
    ],
  )
  expect(results[3]?.proof?.state).toBe('proved')
})

test.each<[string, ProbeSpec, string, string, RegExp]>([
  ['exits 3', probe('expect-pass', ['program', 'exit', '3']), 'fail', 'ran', /^exited 3$/],
  ['exits 0', probe('expect-fail', ['program', 'exit', '0']), 'fail', 'ran', /^exited 0, /],
  ['exits 127', probe('expect-fail', ['program', 'exit', '127']), 'fail', 'ran', /absent: NAME/],
  ['is missing', probe('expect-pass', ['nothing']), 'fail', 'not_found', /not found/],
  [
    'has no execute bit',
    probe('expect-fail', ['closed']),
    'fail',
    'not_found',
    /\/bin\/closed \(file without execute bit\)/,
  ],
  ['may not be executed', probe('expect-fail', ['/bin/closed']), 'fail', 'not_executable', /does not start/],
  [
    'is for another processor',
    probe('expect-fail', ['foreign']),
    'fail',
    'bad_format',
    /another architecture/,
  ],
  ['lacks its interpreter', probe('expect-fail', ['orphan']), 'fail', 'missing_interpreter', /\/bin\/orphan/],
  ['crashes', probe('expect-fail', ['program', 'crash']), 'fail', 'signalled', /ended by SIG/],
  [
    'runs out of memory',
    probe('expect-fail', ['program', 'eat'], { memoryBytes: 16_000_000 }),
    'fail',
    'oom',
    /memory/,
  ],
  [
    'never ends',
    probe('expect-fail', ['program', 'forever'], { timeoutMs: 700 }),
    'fail',
    'timeout',
    /within 0.7 s/,
  ],
  ['unknown user', probe('expect-fail', ['program'], { user: 'nobody' }), 'error', 'user_error', /nobody/],
  [
    'missing directory',
    probe('expect-fail', ['program'], { workdir: '/gone' }),
    'error',
    'workdir_error',
    /\/gone/,
  ],
  [
    'file as directory',
    probe('expect-fail', ['program'], { workdir: '/etc/passwd' }),
    'error',
    'workdir_error',
    /passwd/,
  ],
  [
    'unknown network',
    probe('expect-fail', ['program'], { network: 'isg-none' }),
    'error',
    'network_error',
    /isg-none/,
  ],
])('%s', async (_what, spec, status, outcome, reason) => {
  const result = await runOne(spec)
  expect(result).toMatchObject({ status, outcome })
  expect(result.reason).toMatch(reason)
})

test('a gigabyte of output is cut and the program killed', async () => {
  const begin = Date.now()
  const result = await runOne(probe('expect-pass', ['program', 'flood']))
  expect(result).toMatchObject({ status: 'fail', outcome: 'signalled', truncated: true })
  expect(result.reason).toContain('printed more than 8 MiB')
  expect(result.stdout.length).toBeLessThan(70_000)
  expect(Date.now() - begin).toBeLessThan(20_000)
}, 60_000)

test('lines that look like commands of the runner are kept as they are', async () => {
  const line = '::error file=x,line=1::forged'
  expect((await runOne(probe('expect-pass', ['program', 'say', line]))).output).toBe(line)
})

test('the loader names the missing library', async () => {
  const tag = `isg-probe-library:${process.pid}`
  const files: Record<string, TinyFile> = await compileOrphan()
  await buildTinyImage(world.docker, tag, files, ['ENV PATH=/bin'])
  try {
    const after = await tinySide(world.docker, tag, files)
    const specs = [probe('expect-fail', ['tool']), probe('absent', ['tool'])]
    const [command, absent] = await probeImages({ specs, before: null, after, checkout: '/' }, world)
    expect(command).toMatchObject({ status: 'fail', outcome: 'missing_library' })
    expect(absent).toMatchObject({ status: 'fail', outcome: 'missing_library' })
    expect(absent?.reason).toMatch(
      /^tool is there but does not start: the shared library libgone.so is missing/,
    )
  } finally {
    await world.docker.images.remove(tag)
  }
})

test('output expectations are held against all of the output', async () => {
  const say = ['program', 'say', 'a\nthree\n']
  const [contains, matches, missed] = await run(
    probe('expect-pass', say, { stdout: { kind: 'contains', value: 'thr' } }),
    probe('expect-pass', say, { stdout: { kind: 'matches', value: '(?m)^three$' } }),
    probe('expect-pass', say, { stderr: { kind: 'contains', value: 'three' } }),
  )
  expect([contains?.status, matches?.status, missed?.status]).toEqual(['pass', 'pass', 'fail'])
  expect(missed?.reason).toContain('stderr')
})

test('user, environment and working directory reach the program', async () => {
  const results = await run(
    probe('expect-pass', ['program', 'whoami'], { user: 'runner' }),
    probe('expect-pass', ['program', 'environment', 'COLOUR'], { env: { COLOUR: 'red' } }),
    probe('expect-pass', ['program', 'where'], { workdir: '/etc' }),
  )
  expect(results.map(({ output }) => output)).toEqual(['1234:77', 'red', '/etc'])
})

test('the network is none by default', async () => {
  const result = await runOne(probe('expect-pass', ['program', 'show', '/proc/net/dev']))
  const interfaces = result.stdout.split('\n').flatMap((line) => /^\s*(\w+):/.exec(line)?.[1] ?? [])
  expect(interfaces).toContain('lo')
  expect(interfaces.filter((name) => name.startsWith('eth'))).toEqual([])
})

test('the entry point runs as shipped, with arguments of ours or its own', async () => {
  const results = await run(
    probe('expect-pass', ['--help'], { entrypoint: 'image' }),
    probe('expect-pass', [], { entrypoint: 'image' }),
  )
  expect(results.map(({ output }) => output)).toEqual(['--help', 'as shipped'])
})
