import type { InstructionPlace } from '../../../src/build/layer-instruction.ts'
import type { Limit } from '../../../src/config/config.ts'
import { diffCauses } from '../../../src/diff/diff-causes.ts'
import { diffImages } from '../../../src/diff/diff-images.ts'
import { diffLines } from '../../../src/diff/diff-lines.ts'
import type { Cause } from '../../../src/diff/image-diff.ts'
import type { Image, Layer } from '../../../src/inspect/image.ts'
import { instructionOf } from '../../../src/inspect/instruction.ts'
import type { PackageNode } from '../../../src/inspect/owners/dependency-graph.ts'
import type { OwnerBytes } from '../../../src/inspect/owners/owner.ts'
import type { ImageFacts, JudgeOptions } from '../../../src/judge/facts.ts'
import { judge } from '../../../src/judge/judge.ts'
import type { Finding } from '../../../src/judge/judgement.ts'
import type { ProbeResult } from '../../../src/probe/result.ts'
import { composeReport } from '../../../src/report/compose.ts'
import type { Report } from '../../../src/report/report.ts'
import type { JudgedImage, ReportInput } from '../../../src/report/report-input.ts'
import {
  aBase,
  aDiff,
  aLimit,
  anError,
  anImage,
  anOwner,
  aProbe,
  aSide,
  options,
} from '../judge/build-facts.ts'
import { sideOf } from '../judge/fix/apply-fixes.ts'

/** Name of a golden file → the report that it shows. */
export const cases: Readonly<Record<string, () => Report>> = {
  reduction: () => reportOf([judged('fastpkg', reduction(), limits)]),
  growth: () => reportOf([judged('fastpkg', grown(4_000_000), limits)]),
  'growth-over-the-limit': () => reportOf([judged('fastpkg', grown(61_500_000), limits)]),
  'growth-covered': () => reportOf([judged('fastpkg', grown(61_500_000), limits, { override: label })]),
  'below-the-noise-floor': () =>
    reportOf([judged('fastpkg', grown(30_000_000), limits, { noiseFloor: 50_000_000 })]),
  'base-moved': () => reportOf([judged('fastpkg', onBase('moved'), limits)]),
  'base-replaced': () => reportOf([judged('fastpkg', onBase('replaced'), limits)]),
  'base-unknown': () => reportOf([judged('fastpkg', onBase('unknown'), limits)]),
  unchanged: () => reportOf([judged('fastpkg', grown(0), limits)]),
  'nothing-asserted': () => reportOf([judged('fastpkg', { ...grown(12), probes: [] }, [])]),
  'new-image': () => reportOf([judged('worker', newImage(), limits)]),
  inspected: () => ({ ...reportOf([judged('app.tar', inspected(), limits)]), engine: null }),
  'inspected-not-read': () => reportOf([judged('app.tar', { ...inspected(), after: null }, [])]),
  'before-not-built': () => reportOf([judged('fastpkg', beforeNotBuilt(), limits)]),
  'probe-failed': () => reportOf([judged('fastpkg', probeFailed(), limits)]),
  'not-measured': () => reportOf([judged('fastpkg', afterNotBuilt(), limits)]),
  'rules-of-dive': () =>
    reportOf([judged('fastpkg', { ...grown(0), dive: diveNumbers }, limits, { dive: diveRules })]),
  'several-images': () =>
    reportOf([
      judged('api', reduction(), limits),
      judged('web', grown(61_500_000), limits),
      judged('worker', newImage(), limits),
    ]),
  waste: () =>
    reportOf([judged('fastpkg', wasteful(), [...limits, aLimit({ name: 'max-wasted', limit: 5e7 })])]),
  'hostile-names': () => harmlessTwin(hostile),
}

const diveNumbers = {
  efficiency: 0.9731,
  wastedBytes: 31_400_000,
  sizeBytes: 571_900_000,
  userSizeBytes: 444_800_000,
}
const diveRules = {
  file: '.dive-ci',
  lowestEfficiency: 0.9,
  highestWastedBytes: 20_000_000,
  highestUserWastedPercent: 0.1,
}

/** The same shape as `hostile-names` with a name that does no harm. */
export function harmlessTwin(name: string): Report {
  const image = judged(name, named(name), limits, { override: { ...label, label: name, by: name } })
  const { findings } = image.judgement
  const advice = [fixedBy(name, false), fixedBy(name, true)]
  return reportOf([{ ...image, judgement: { ...image.judgement, findings: [...findings, ...advice] } }])
}

/** An advice whose changes hold a name in every place. */
function fixedBy(name: string, inBefore: boolean): Finding {
  const fix = { file: name, line: 3, endLine: 4 }
  return {
    rule: 'package-cache',
    level: 'notice',
    side: 'after',
    message: name,
    bytes: 5_000_000,
    paths: [{ path: name, line: 3 }],
    fixes: [
      { ...fix, text: `a ${name}`, replaces: name },
      { ...fix, text: '', replaces: name },
    ],
    inBefore,
  }
}

/** A report of several images with a given name, for the invariance of its elements. */
export function severalNamed(name: string): Report {
  return reportOf([
    judged(name, named(name), limits),
    judged(`${name}2`, { ...named(name), probes: [] }, limits),
    judged('x', reduction(), limits),
  ])
}

export const hostile =
  '/lgtm`@dependabot merge\n## [x](https://evil.example) <img src=x onerror=a> | </code></details> <!-- x --> ##[error]no ::error::x \u202egnp.exe \x1b[31m #1 www.evil.example ```'

export function reportOf(images: readonly JudgedImage[], overrides: Partial<ReportInput> = {}): Report {
  return composeReport({
    tool: { name: 'image-size-guard', version: '0.1.0' },
    createdAt: '2026-11-24T12:00:00.000Z',
    context: {
      repository: 'acme/fastpkg',
      serverUrl: 'https://github.com',
      event: { name: 'pull_request', payload: {} },
      runId: '4711',
      runNumber: 12,
      runAttempt: 1,
    },
    pullRequest: 7,
    engine: {
      version: '28.5.2',
      apiVersion: '1.51',
      store: 'classic',
      driver: 'overlay2',
      rootDir: '/var/lib/docker',
      os: 'linux',
      architecture: 'x86_64',
      cpus: 2,
    },
    builder: 'buildx 0.29.1',
    config: { file: '.github/image-size.yml', origins: { before: 'default', 'max-size': 'file' } },
    policyCommit: null,
    images,
    timings: { buildMs: 65_000, measureMs: 12_300, probeMs: 8_400, publishMs: null, totalMs: null },
    ...overrides,
  })
}

export function judged(
  name: string,
  facts: ImageFacts,
  given: readonly Limit[],
  overrides: Partial<JudgeOptions> = {},
): JudgedImage {
  return { name, facts, judgement: judge(facts, given, { ...options, ...overrides }) }
}

const label = { label: 'size-ok', by: 'alice', source: 'live' } as const

const limits: readonly Limit[] = [
  aLimit({ name: 'max-size', limit: 900_000_000, origin: 'file' }),
  aLimit({ name: 'max-increase', unit: 'percent', limit: 2, origin: 'file' }),
  aLimit({ name: 'max-increase', limit: 10_000_000, origin: 'file' }),
]

const commits = {
  before: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  after: 'f0e1d2c3b4a5968778695a4b3c2d1e0ff0e1d2c3',
}

/** A layer by what an image's history has for it. */
function layer(createdBy: string | null, size: number, overrides: Partial<Layer> = {}): Layer {
  return {
    diffId: `sha256:${String(size).padStart(64, '0')}`,
    size,
    live: size,
    wasted: 0,
    contentDigest: null,
    instruction: instructionOf(createdBy),
    place: null,
    base: false,
    cached: false,
    ...overrides,
  }
}

const baseLayers = [
  layer('ADD rootfs.tar.xz / # buildkit', 74_800_000, { base: true }),
  layer('RUN /bin/sh -c set -eux; apt-get update # buildkit', 52_300_000, { base: true }),
]

function placeAt(file: string, line: number, copyFrom: string | null = null): InstructionPlace {
  return { file, line, endLine: line, stage: null, copyFrom }
}

function imageOf(layers: readonly Layer[], overrides: Partial<Image> = {}): Image {
  const size = layers.reduce((sum, { size: bytes }) => sum + bytes, 0)
  const wasted = layers.reduce((sum, { wasted: bytes }) => sum + bytes, 0)
  return anImage({
    size,
    wasted,
    live: size - wasted,
    layers,
    fileCount: 21_304,
    measuredBy: 'layer-metadata',
    baseSize: 127_100_000,
    engineSize: { inspect: size, list: size },
    ...overrides,
  })
}

function sides(): ImageFacts['pair'] {
  const base = { reference: 'python:3.14-slim', digest: `sha256:${'c'.repeat(64)}`, diffIds: null }
  return {
    change: 'pair',
    before: aSide({
      side: 'before',
      source: 'base',
      resolvedBy: "the merge commit's other parent",
      commit: commits.before,
      file: 'docker/Dockerfile.single',
      base,
    }),
    after: aSide({ commit: commits.after, base }),
  }
}

function factsOf(
  before: Image,
  after: Image,
  alignment: ReturnType<typeof aDiff>['layers'],
  probes: readonly ProbeResult[],
): ImageFacts {
  const diff = aDiff(before, after)
  const delta = { ...diff.delta, base: 0, own: diff.delta.size }
  return {
    pair: sides(),
    before,
    after,
    diff: {
      ...{ ...diff, delta, layers: alignment, lines: diffLines(before, after, alignment) },
      ...diffCauses(before, after, alignment),
    },
    probes,
    dive: null,
  }
}

function reduction(): ImageFacts {
  const before = imageOf(
    [
      ...baseLayers,
      layer(
        'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends gcc g++ make build-essential git curl ca-certificates # buildkit',
        612_400_000,
        { wasted: 21_000_000, live: 591_400_000, place: placeAt('docker/Dockerfile.single', 5) },
      ),
      layer('COPY . /src # buildkit', 310_000, { place: placeAt('docker/Dockerfile.single', 12) }),
      layer('RUN |1 TOKEN=hunter2 /bin/sh -c pip install --no-cache-dir /src # buildkit', 77_900_000, {
        place: placeAt('docker/Dockerfile.single', 13),
      }),
    ],
    {
      ...{ download: 290_400_000, owners: owners(796_710_000, ownersBefore) },
      dependencies: dependencies(ownersBefore),
    },
  )
  const after = imageOf(
    [
      ...baseLayers,
      layer(
        'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends git curl ca-certificates && rm -rf /var/lib/apt/lists/* # buildkit',
        366_700_000,
        { place: placeAt('docker/Dockerfile', 15) },
      ),
      layer(
        'COPY /usr/local/lib/python3.14/site-packages /usr/local/lib/python3.14/site-packages # buildkit',
        77_600_000,
        { place: placeAt('docker/Dockerfile', 21, 'builder') },
      ),
      layer('COPY /usr/local/bin /usr/local/bin # buildkit', 310_000, {
        place: placeAt('docker/Dockerfile', 22, 'builder'),
      }),
    ],
    {
      ...{ download: 201_300_000, fileCount: 17_020, owners: owners(571_710_000, ownersAfter) },
      dependencies: dependencies(ownersAfter),
    },
  )
  const alignment = [
    { state: 'same', before: 0, after: 0, delta: 0 },
    { state: 'same', before: 1, after: 1, delta: 0 },
    { state: 'changed', before: 2, after: 2, delta: -245_700_000 },
    { state: 'removed', before: 3, after: null, delta: -310_000 },
    { state: 'removed', before: 4, after: null, delta: -77_900_000 },
    { state: 'added', before: null, after: 3, delta: 77_600_000 },
    { state: 'added', before: null, after: 4, delta: 310_000 },
  ] as const
  return factsOf(before, after, alignment, compilerProbes())
}

const ownersBefore = [
  ['gcc-12', 69_816_431],
  ['g++-12', 37_009_329],
  ['cpp-12', 34_644_168],
  ['libstdc++-12-dev', 19_439_358],
  ['binutils-common', 15_216_312],
  ['libgcc-12-dev', 14_526_298],
  ['libc6-dev', 11_925_048],
  ['binutils-x86-64-linux-gnu', 11_591_494],
  ['libasan8', 8_198_827],
  ['libtsan2', 7_991_891],
  ['linux-libc-dev', 6_655_057],
  ['make', 1_200_000],
  ['build-essential', 8_842],
  ['git', 45_314_162],
] as const

const ownersAfter = [['git', 46_000_000]] as const

type Packages = readonly (readonly [name: string, bytes: number])[]

// The packages lie in the third layer; what is left of the live bytes lies in a directory.
function owners(live: number, packages: Packages): OwnerBytes[] {
  const rest = packages.reduce((left, [, bytes]) => left - bytes, live)
  const found = packages.map(([name, bytes]) => {
    const version = versionOf(name, bytes)
    const requested = isRequested(name)
    const layers = [[2, bytes]] as const
    return anOwner({ kind: 'package', manager: 'dpkg', name, version, requested, path: null, bytes, layers })
  })
  const layers = [[3, rest]] as const
  return [...found, anOwner({ name: '/usr/local', path: '/usr/local', bytes: rest, layers })]
}

// build-essential needs all of them but git.
function dependencies(packages: Packages): PackageNode[] {
  return packages.map(([name, bytes]) => {
    const others = packages.flatMap(([other], id) => (isRequested(other) ? [] : [id]))
    const needs = name === 'build-essential' ? others : []
    const version = versionOf(name, bytes)
    return { manager: 'dpkg', name, version, requested: isRequested(name), needs, wants: [] }
  })
}

function versionOf(name: string, bytes: number): string {
  return name === 'git' ? `1:2.39.${bytes % 10}` : '12.2.0'
}

function isRequested(name: string): boolean {
  return name === 'git' || name === 'build-essential'
}

function grown(delta: number): ImageFacts {
  const rest = layer('COPY app /app # buildkit', 690_900_000, { place: placeAt('docker/Dockerfile', 9) })
  const owned = (bytes: number) => ({ owners: [anOwner({ bytes, layers: [[2, bytes]] })] })
  const before = imageOf([...baseLayers, rest], owned(818_000_000))
  const larger = { ...rest, size: rest.size + delta, live: rest.live + delta }
  const after = imageOf([...baseLayers, larger], owned(818_000_000 + delta))
  const state = delta === 0 ? 'same' : 'changed'
  const alignment = [
    { state: 'same', before: 0, after: 0, delta: 0 },
    { state: 'same', before: 1, after: 1, delta: 0 },
    { state, before: 2, after: 2, delta },
  ] as const
  return factsOf(before, after, alignment, twice(aProbe()))
}

/** A base that has 24.1 MB more, below layers that have 2 MB more. */
function onBase(change: 'moved' | 'replaced' | 'unknown'): ImageFacts {
  const facts = grown(2_000_000)
  const [first, second, own] = facts.after!.layers as [Layer, Layer, Layer]
  const grew = { ...second, diffId: `sha256:${'e'.repeat(64)}`, size: 76_400_000, live: 76_400_000 }
  const layers = [first, grew, { ...own, diffId: `sha256:${'9'.repeat(64)}` }]
  if (change === 'unknown') {
    const plain = { ...facts.after!, layers: layers.map((one) => ({ ...one, base: false })), baseSize: null }
    return comparedOn(facts, imageOf(plain.layers, { baseSize: null }), null)
  }
  const reference = change === 'moved' ? 'python:3.14-slim' : 'python:3.15-slim'
  return comparedOn(facts, imageOf(layers, { baseSize: 151_200_000 }), reference)
}

function comparedOn(facts: ImageFacts, now: Image, reference: string | null): ImageFacts {
  const after = { ...now, id: `sha256:${'f'.repeat(64)}` }
  const base = reference === null ? null : { reference, digest: `sha256:${'d'.repeat(64)}`, diffIds: null }
  const pair = { ...facts.pair, after: { ...facts.pair.after, base } }
  const bases = { before: pair.before?.base ?? null, after: base }
  return { ...facts, pair, after, diff: diffImages(facts.before!, after, bases) }
}

function newImage(): ImageFacts {
  const facts = grown(0)
  return {
    ...facts,
    pair: { change: 'new', before: null, after: facts.pair.after },
    before: null,
    diff: null,
    probes: [aProbe()],
  }
}

function inspected(): ImageFacts {
  const { after } = grown(0)
  if (!after) throw new Error('no after image')
  const stored = { kind: 'archive', path: '/tmp/app.tar', name: null } as const
  const side = aSide({
    ...{ source: 'archive:/tmp/app.tar', resolvedBy: 'the image in that archive', commit: null, tree: null },
    ...{ file: null, context: null, reference: null, imageId: null, stored },
  })
  return {
    ...{ before: null, diff: null, probes: [], dive: null },
    pair: { change: 'alone', before: null, after: side },
    after: {
      ...after,
      measuredBy: 'archive',
      engineSize: null,
      download: 301_000_000,
      wasted: 12_000_000,
      live: after.size - 12_000_000,
      owners: [anOwner({ bytes: after.size - 12_000_000 })],
    },
  }
}

function beforeNotBuilt(): ImageFacts {
  const facts = grown(0)
  const log = [
    '#9 [5/6] RUN make',
    '#9 0.412 cc -O2 -c fast.c',
    '#9 0.530 fast.c:3:10: fatal error: Python.h: No such file or directory',
    '#9 0.531 make: *** [Makefile:4: fast.o] Error 1',
  ].join('\n')
  const error = anError({
    file: 'docker/Dockerfile.single',
    line: 12,
    log,
    message: 'process "/bin/sh -c make" did not complete successfully: exit code: 2',
  })
  const before = { ...facts.pair.before!, error, imageId: null }
  return { ...facts, pair: { ...facts.pair, before }, before: null, diff: null, probes: [aProbe()] }
}

function afterNotBuilt(): ImageFacts {
  const facts = beforeNotBuilt()
  const { error } = facts.pair.before!
  const pair = {
    ...sides(),
    after: { ...facts.pair.after, error: { ...error!, file: 'docker/Dockerfile' }, imageId: null },
  }
  return { pair, before: grown(0).before, after: null, diff: null, probes: [], dive: null }
}

function probeFailed(): ImageFacts {
  const facts = reduction()
  const broken = aProbe({
    id: 'expect-pass-3',
    name: 'python -c "import fastpkg"',
    status: 'fail',
    exitCode: 1,
    reason: 'exit code 1 instead of 0',
    output: null,
    stdout: '',
    stderr:
      'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nModuleNotFoundError: No module named \'fastpkg\'\n',
  })
  const make = aProbe({
    id: 'absent-3',
    name: 'make',
    kind: 'absent',
    status: 'fail',
    exitCode: 0,
    reason: 'make is in the image: /usr/bin/make (executable file)',
    stdout: '',
    matches: [{ path: '/usr/bin/make', type: 'executable file', owner: null }],
    proof: { state: 'refuted', static: 'found', dynamic: 'ran', control: null, missing: [] },
  })
  const slow = aProbe({
    id: 'expect-pass-9',
    name: 'fastpkg serve --check',
    status: 'error',
    outcome: 'mount_error',
    exitCode: null,
    reason: 'the mount source data is missing',
    output: null,
    stdout: '',
  })
  const others = facts.probes.filter((probe) => probe.id !== 'absent-3' && probe.id !== 'expect-pass-3')
  return { ...facts, probes: [...others, make, broken, slow] }
}

function named(name: string): ImageFacts {
  const facts = grown(61_500_000)
  const error = anError({
    step: name,
    message: name,
    file: name,
    log: `${name}\n${name}`.replaceAll('\n', ' '),
  })
  const probe = aProbe({
    name,
    status: 'fail',
    exitCode: 3,
    reason: name,
    stdout: name.replaceAll('\n', ' '),
    stderr: '',
    matches: [{ path: name, type: name, owner: null }],
    shipped: [{ path: name, layer: 1, bytes: 1000 }],
  })
  const passing = aProbe({ id: 'expect-pass-2', name, output: name })
  const before = { ...facts.pair.before!, resolvedBy: name, file: name, error }
  const after = {
    ...facts.pair.after,
    resolvedBy: name,
    file: name,
    target: name,
    untracked: { count: 3, bytes: 1_200_000, first: [name, name] },
  }
  const place = placeAt(name, 3, name)
  const layers = facts.after!.layers.map((one) => ({ ...one, instruction: name, place }))
  const owners = facts.diff!.owners!.map((owner) => ({
    ...owner,
    kind: 'package' as const,
    manager: 'dpkg',
    name,
    version: { before: name, after: `${name}2` },
    path: name,
  }))
  const cause: Cause = {
    owner: { kind: 'package', manager: 'dpkg', name, version: { before: null, after: name } },
    change: 'added',
    pulledIn: [name],
    recommended: 0,
    ...{ side: 'after', layer: 2, file: name, line: 3 },
    delta: 40_000_000,
  }
  const owner = { ...cause.owner, version: { before: name, after: `${name}2` } }
  const causes: Cause[] = [cause, { ...cause, owner, change: 'changed', delta: 21_000_000 }]
  return {
    ...facts,
    pair: { change: 'pair', before, after },
    after: { ...facts.after!, layers, fellBack: [name], ...wastedNames(facts.after!, name) },
    diff: {
      ...facts.diff!,
      ...{ owners, causes, causesRest: { delta: 500_000, count: 3 } },
      base: aBase({
        ...{ change: 'replaced', before: { reference: name, digest: null } },
        after: { reference: `${name}2`, digest: name },
      }),
    },
    probes: [probe, passing],
  }
}

/** Waste and notes that hold a name wherever one can stand. */
function wastedNames(image: Image, name: string): Pick<Image, 'live' | 'wasted' | 'wastedBy' | 'notes'> {
  const path = `/${name}`
  const row = { layer: 2, by: 2, count: 2, largest: [{ path, size: 1000 }] }
  const copies = [1, 2].map((layer) => ({ path, layer }))
  return {
    wasted: 30_000_000,
    live: image.size - 30_000_000,
    wastedBy: [
      { ...row, how: 'deleted', bytes: 20_000_000 },
      { ...row, how: 'metadata', bytes: 10_000_000 },
    ],
    notes: {
      duplicates: [{ layers: [1, 2], bytes: 9_000_000, count: 1, examples: [{ size: 9_000_000, copies }] }],
      duplicatesProblem: null,
      largest: [{ path, layer: 2, size: 700_000_000 }],
      places: [
        { kind: 'git', name: '.git', path, layer: 2, bytes: 8_000_000 },
        { kind: 'cache', name: 'npm cache', path, layer: 2, bytes: 7_000_000 },
      ],
    },
  }
}

const wastefulFile = `FROM python:3.14-slim
RUN apt-get update \\
    && apt-get install -y gcc git
COPY model.bin run.sh /app/
RUN chmod -R 755 /app
RUN curl -fsSLo /tmp/data.tar.gz https://data.example/d.tar.gz && tar -xf /tmp/data.tar.gz
RUN rm /tmp/data.tar.gz
COPY . /src
`

function wasteful(): ImageFacts {
  const at = (line: number) => ({ place: { ...placeAt('Dockerfile', line), endLine: line === 2 ? 3 : line } })
  const own = [
    layer('RUN /bin/sh -c apt-get update && apt-get install -y gcc git # buildkit', 240_000_000, at(2)),
    layer('COPY model.bin run.sh /app/ # buildkit', 45_000_000, { ...at(4), live: 0, wasted: 45_000_000 }),
    layer('RUN /bin/sh -c chmod -R 755 /app # buildkit', 45_000_000, at(5)),
    layer('RUN /bin/sh -c curl -fsSLo /tmp/data.tar.gz # buildkit', 63_000_000, {
      ...at(6),
      live: 42_000_000,
      wasted: 21_000_000,
    }),
    layer('RUN /bin/sh -c rm /tmp/data.tar.gz # buildkit', 0, at(7)),
    layer('COPY . /src # buildkit', 95_000_000, at(8)),
  ]
  const after = imageOf([...baseLayers, ...own], {
    wastedBy: [
      {
        ...{ layer: 3, by: 4, how: 'metadata', bytes: 45_000_000, count: 2 },
        largest: [
          { path: '/app/model.bin', size: 44_990_000 },
          { path: '/app/run.sh', size: 10_000 },
        ],
      },
      {
        ...{ layer: 5, by: 6, how: 'deleted', bytes: 21_000_000, count: 1 },
        largest: [{ path: '/tmp/data.tar.gz', size: 21_000_000 }],
      },
    ],
    notes: {
      duplicates: [
        {
          ...{ layers: [4, 7], bytes: 44_990_000, count: 1 },
          examples: [
            {
              size: 44_990_000,
              copies: [
                { path: '/app/model.bin', layer: 4 },
                { path: '/src/model.bin', layer: 7 },
              ],
            },
          ],
        },
      ],
      duplicatesProblem: null,
      largest: [{ path: '/app/model.bin', layer: 4, size: 44_990_000 }],
      places: [
        { kind: 'git', name: '.git', path: '/src/.git', layer: 7, bytes: 30_000_000 },
        { kind: 'cache', name: 'apt lists', path: '/var/lib/apt/lists', layer: 2, bytes: 19_400_000 },
        { kind: 'tests', name: 'tests', path: '/src/tests', layer: 7, bytes: 12_000_000 },
      ],
    },
    owners: [
      anOwner({
        ...{ kind: 'package', manager: 'dpkg', name: 'gcc-12', path: null },
        ...{ bytes: 69_816_431, layers: [[2, 69_816_431]] },
      }),
      anOwner({ bytes: 479_283_569, layers: [[2, 479_283_569]] }),
    ],
  })
  const [gcc] = after.owners ?? []
  const before = imageOf([...baseLayers, ...own.slice(0, 1)], {
    notes: { ...after.notes, largest: [], duplicates: [] },
    owners: [gcc!, anOwner({ bytes: 297_283_569, layers: [[2, 297_283_569]] })],
  })
  const alignment = after.layers.map((one, index) => ({
    state: index < 3 ? ('same' as const) : ('added' as const),
    before: index < 3 ? index : null,
    after: index,
    delta: index < 3 ? 0 : one.size,
  }))
  const facts = factsOf(before, after, alignment, twice(aProbe()))
  const { instructions, texts, file } = sideOf(wastefulFile, 'node_modules\n')
  const pair = {
    ...facts.pair,
    before: { ...facts.pair.before!, file },
    after: { ...facts.pair.after, instructions, texts, file },
  }
  return { ...facts, pair }
}

function compilerProbes(): readonly ProbeResult[] {
  const absent = (position: number, name: string) => {
    const here = aProbe({
      id: `absent-${position}`,
      name,
      kind: 'absent',
      outcome: 'not_found',
      exitCode: null,
      output: null,
      stdout: '',
      reason: `${name} is nowhere in the image`,
      proof: { state: 'proved', static: 'no such file', dynamic: 'not found', control: null, missing: [] },
    })
    const there = {
      ...here,
      side: 'before',
      informational: true,
      status: 'fail',
      outcome: 'ran',
      exitCode: 0,
      proof: { ...here.proof!, state: 'refuted' },
    } as const
    return [there, here]
  }
  const failing = aProbe({
    id: 'expect-fail-1',
    name: 'gcc --version',
    kind: 'expect-fail',
    outcome: 'not_found',
    exitCode: null,
    output: null,
    stdout: '',
    reason: 'gcc is not in the image',
  })
  return [
    ...absent(1, 'gcc'),
    ...absent(2, 'g++'),
    ...absent(3, 'make'),
    { ...failing, side: 'before', informational: true, status: 'fail', outcome: 'ran', exitCode: 0 },
    failing,
    ...twice(aProbe()),
    ...twice(aProbe({ id: 'expect-pass-2', name: 'git --version', output: 'git version 2.47.3' })),
    ...twice(aProbe({ id: 'expect-pass-3', name: 'python -c "import fastpkg"', output: null, stdout: '' })),
    ...twice(
      aProbe({ id: 'expect-pass-4', name: 'fastpkg --help', output: 'usage: fastpkg [-h] [--version]' }),
    ),
    ...twice(
      aProbe({ id: 'expect-pass-5', name: '--version', argv: ['--version'], output: 'fastpkg 1.4.0' }),
    ),
    ...twice(aProbe({ id: 'expect-pass-6', name: 'pytest', output: pytestTitle })),
  ]
}

/** What pytest prints first, 80 characters wide. */
const pytestTitle = ` test session starts `.padStart(50, '=').padEnd(80, '=')

function twice(probe: ProbeResult): ProbeResult[] {
  return [{ ...probe, side: 'before', informational: true }, probe]
}
