import type { BuiltSide, SideError } from '../../../src/build/built.ts'
import type { Limit } from '../../../src/config/config.ts'
import { diffCauses } from '../../../src/diff/diff-causes.ts'
import { diffOwners } from '../../../src/diff/diff-owners.ts'
import type { BaseDiff, ImageDiff } from '../../../src/diff/image-diff.ts'
import type { Image } from '../../../src/inspect/image.ts'
import type { OwnerBytes } from '../../../src/inspect/owners/owner.ts'
import type { ImageFacts, JudgeOptions } from '../../../src/judge/facts.ts'
import type { ProbeResult } from '../../../src/probe/result.ts'

/** Facts of a pair of one-layer images, from plain sizes; overrides replace what differs. */
export function factsOf(
  sizes: { before: number; after: number; wasted?: number },
  overrides: Partial<ImageFacts> = {},
): ImageFacts {
  const before = anImage({ size: sizes.before })
  const after = anImage({ size: sizes.after, wasted: sizes.wasted ?? 0 })
  return {
    pair: { change: 'pair', before: aSide({ side: 'before', source: 'base' }), after: aSide() },
    before,
    after,
    diff: aDiff(before, after),
    probes: [],
    dive: null,
    ...overrides,
  }
}

export function anImage(overrides: Partial<Image> = {}): Image {
  const size = overrides.size ?? 1000
  const wasted = overrides.wasted ?? 0
  return {
    id: `sha256:${'a'.repeat(64)}`,
    digest: null,
    os: 'linux',
    architecture: 'amd64',
    measuredBy: 'export',
    fellBack: [],
    size,
    live: size - wasted,
    wasted,
    download: null,
    fileCount: 10,
    layers: [
      {
        diffId: `sha256:${'b'.repeat(64)}`,
        size,
        live: size - wasted,
        wasted,
        contentDigest: null,
        instruction: 'COPY . .',
        place: null,
        base: false,
        cached: false,
      },
    ],
    baseSize: null,
    run: { env: [], entrypoint: null, cmd: null, user: '', workdir: '' },
    engineSize: { inspect: size, list: size },
    owners: [anOwner({ bytes: overrides.live ?? size - wasted })],
    dependencies: [],
    ownersProblem: null,
    wastedBy: [],
    notes: { duplicates: [], duplicatesProblem: null, largest: [], places: [] },
    ...overrides,
  }
}

export function anOwner(overrides: Partial<OwnerBytes> = {}): OwnerBytes {
  return {
    kind: 'directory',
    manager: null,
    name: '/app',
    version: null,
    requested: null,
    path: '/app',
    bytes: 1000,
    layers: overrides.bytes === 0 ? [] : [[0, overrides.bytes ?? 1000]],
    ...overrides,
  }
}

export function aSide(overrides: Partial<BuiltSide> = {}): BuiltSide {
  return {
    side: 'after',
    source: 'worktree',
    resolvedBy: 'the checkout',
    commit: '2222222222222222222222222222222222222222',
    tree: '/tmp/tree',
    file: 'docker/Dockerfile',
    context: '.',
    target: null,
    platform: null,
    untracked: null,
    ignored: [],
    base: null,
    instructions: [],
    texts: null,
    reference: 'image-size-guard/after:x',
    imageId: `sha256:${'a'.repeat(64)}`,
    stored: null,
    pulled: null,
    build: null,
    error: null,
    ...overrides,
  }
}

export function anError(overrides: Partial<SideError> = {}): SideError {
  return {
    stage: 'build',
    kind: 'failed',
    message: 'make: *** [all] Error 2',
    step: 'RUN make',
    file: 'docker/Dockerfile',
    line: 7,
    log: null,
    ...overrides,
  }
}

export function aDiff(before: Image, after: Image): ImageDiff {
  const size = after.size - before.size
  const state = size === 0 ? 'same' : 'changed'
  const layers = [{ state, before: 0, after: 0, delta: size }] as const
  return {
    change: size === 0 ? 'unchanged' : 'changed',
    delta: {
      size,
      percent: before.size === 0 ? null : (size / before.size) * 100,
      live: after.live - before.live,
      wasted: after.wasted - before.wasted,
      download: before.download === null || after.download === null ? null : after.download - before.download,
      base: null,
      own: null,
      fileCount: after.fileCount - before.fileCount,
    },
    base: aBase(),
    layers,
    lines: [],
    ...diffOwners(before, after),
    ...diffCauses(before, after, layers),
  }
}

/** A base image that is the same on both sides. */
export function aBase(overrides: Partial<BaseDiff> = {}): BaseDiff {
  const base = { reference: 'python:3.14-slim', digest: `sha256:${'c'.repeat(64)}` }
  return { change: 'same', before: base, after: base, delta: 0, problem: null, ...overrides }
}

export function aLimit(overrides: Partial<Limit>): Limit {
  return { name: 'max-increase', level: 'fail', unit: 'bytes', limit: 0, origin: 'input', ...overrides }
}

export function aProbe(overrides: Partial<ProbeResult> = {}): ProbeResult {
  return {
    id: 'expect-pass-1',
    name: 'python --version',
    kind: 'expect-pass',
    side: 'after',
    informational: false,
    expectation: 'exit code 0',
    argv: ['python', '--version'],
    source: { file: '.github/image-size.yml', line: 4, column: 5, mode: 'file' },
    status: 'pass',
    outcome: 'ran',
    exitCode: 0,
    signal: null,
    ms: 120,
    reason: 'exit code 0',
    assertions: [],
    output: 'Python 3.14.2',
    stdout: 'Python 3.14.2\n',
    stderr: '',
    truncated: false,
    imageId: `sha256:${'a'.repeat(64)}`,
    proof: null,
    matches: [],
    nearMisses: [],
    shipped: [],
    ...overrides,
  }
}

export const options: JudgeOptions = { noiseFloor: 0, dive: null, override: null, event: 'pull_request' }
