import { describe, expect, test } from '@jest/globals'
import type { Image, Layer, WastedBy } from '../../../src/inspect/image.ts'
import type { Notes } from '../../../src/inspect/notes/notes.ts'
import { adviceFloor, adviceOf } from '../../../src/judge/advice/advice.ts'
import type { ImageFacts } from '../../../src/judge/facts.ts'
import { judge } from '../../../src/judge/judge.ts'
import { aLimit, anImage, anOwner, aSide, factsOf, options } from './build-facts.ts'
import { applyFixes, sideOf } from './fix/apply-fixes.ts'

const dockerfile = `FROM scratch
RUN make data
RUN rm -r /data
COPY a /app/a
RUN chmod 755 /app/a
COPY . /src
RUN apt-get update && apt-get install -y git
`

const noNotes: Notes = { duplicates: [], duplicatesProblem: null, largest: [], places: [] }

/** A base layer, and one layer of 20 MB for each instruction of the Dockerfile. */
function facts(
  image: Partial<Image>,
  notes: Partial<Notes> = {},
  before: ImageFacts['before'] = null,
): ImageFacts {
  const side = sideOf(dockerfile)
  const own = side.instructions.map((place): Layer => {
    const instruction = dockerfile.split('\n')[place.line - 1] ?? ''
    return { ...layer, size: 20_000_000, instruction, place, base: false }
  })
  const after = anImage({
    size: 150_000_000,
    layers: [layer, ...own],
    notes: { ...noNotes, ...notes },
    ...image,
  })
  const all = factsOf({ before: 1, after: 1 })
  return { ...all, pair: { ...all.pair, after: side }, before, after }
}

const layer: Layer = {
  ...anImage().layers[0]!,
  ...{ size: 30_000_000, instruction: 'ADD rootfs.tar /', base: true },
}

const row = (over: Partial<WastedBy>): WastedBy => ({
  ...{ layer: 1, by: 2, how: 'deleted', bytes: 5_000_000, count: 1 },
  largest: [{ path: '/data/x', size: 5_000_000 }],
  ...over,
})

const advice = (given: ImageFacts, noiseFloor = 0) => adviceOf(given, { ...options, noiseFloor })
const rules = (given: ImageFacts) => advice(given).map(({ rule, bytes }) => [rule, bytes])

describe('deleted later', () => {
  test('files, directories and opaque directories of two layers are one advice, with both lines', () => {
    const hows = ['deleted', 'directory', 'opaque', 'replaced'] as const
    const found = advice(facts({ wastedBy: hows.map((how) => row({ how })) }))
    expect(found).toMatchObject([
      {
        rule: 'deleted-later',
        level: 'notice',
        bytes: 20_000_000,
        message: expect.stringContaining('20 MB that Dockerfile:2 brings are removed at Dockerfile:3'),
      },
    ])
    expect(found[0]?.paths.slice(0, 3)).toEqual([
      { path: 'Dockerfile', line: 2 },
      { path: 'Dockerfile', line: 3 },
      { path: '/data/x', line: null },
    ])
    expect(applyFixes(dockerfile, found[0]?.fixes ?? [])).toContain('\nRUN make data && rm -r /data\nCOPY a')
  })
  test('what a COPY brings has no change, and the remedy is another', () => {
    expect(advice(facts({ wastedBy: [row({ layer: 3, by: 4 })] }))).toMatchObject([
      { message: expect.stringContaining('--mount=type=bind'), fixes: [] },
    ])
  })
  test('other content and bytes of the base image are no advice', () => {
    expect(advice(facts({ wastedBy: [row({ how: 'overwritten' }), row({ layer: 0 })] }))).toEqual([])
  })
})

describe('rewritten metadata', () => {
  const whole = row({ layer: 3, by: 4, how: 'metadata', bytes: 20_000_000 })
  test('the COPY gets the mode, and the RUN goes', () => {
    const found = advice(facts({ wastedBy: [whole] }))
    expect(found).toMatchObject([
      { rule: 'rewritten-metadata', message: expect.stringContaining('by chmod at Dockerfile:5') },
    ])
    expect(applyFixes(dockerfile, found[0]?.fixes ?? [])).toContain(
      '\nCOPY --chmod=755 a /app/a\nCOPY . /src\n',
    )
  })
  test('a COPY of which only some files change has no change', () => {
    expect(advice(facts({ wastedBy: [{ ...whole, bytes: 19_000_000 }] }))).toMatchObject([{ fixes: [] }])
  })
  test('what a COPY brings once more is to be left out', () => {
    expect(advice(facts({ wastedBy: [{ ...whole, by: 5 }] }))).toMatchObject([
      { message: expect.stringContaining('copy only what is not there yet'), fixes: [] },
    ])
  })
  test("copies of files of the base image are this build's bytes", () => {
    expect(rules(facts({ wastedBy: [row({ layer: 0, by: 5, how: 'metadata' })] }))).toEqual([
      ['rewritten-metadata', 5_000_000],
    ])
  })
})

test('caches of one layer are one advice with one change', () => {
  const place = { kind: 'cache', layer: 6, bytes: 3_000_000 } as const
  const places = [
    { ...place, name: 'apt lists', path: '/var/lib/apt/lists' },
    { ...place, name: 'apt archives', path: '/var/cache/apt/archives' },
  ]
  const found = advice(facts({}, { places }))
  expect(found).toMatchObject([{ rule: 'package-cache', bytes: 6_000_000, paths: [{ line: 7 }, {}, {}] }])
  expect(applyFixes(dockerfile, found[0]?.fixes ?? [])).toContain(
    'install -y git && apt-get clean && rm -rf /var/lib/apt/lists/*\n',
  )
})

test('.git and tests that a COPY brings get a line in the ignore file, tests that a RUN makes none', () => {
  const places = [
    { kind: 'git', name: '.git', path: '/src/.git', layer: 5, bytes: 9_000_000 },
    { kind: 'tests', name: 'tests', path: '/src/lib/tests', layer: 5, bytes: 8_000_000 },
    { kind: 'tests', name: 'tests', path: '/data/tests', layer: 1, bytes: 7_000_000 },
  ] as const
  const fix = { file: '.dockerignore', line: 1, endLine: 1, replaces: '' }
  expect(advice(facts({}, { places }))).toMatchObject([
    { rule: 'copied-git', fixes: [{ ...fix, text: '**/.git' }] },
    { rule: 'copied-test-data', fixes: [{ ...fix, text: 'lib/tests' }] },
  ])
})

test('the same content names its paths and lines', () => {
  const copies = [
    { path: '/app/a', layer: 4 },
    { path: '/src/a', layer: 5 },
  ]
  const duplicates = [{ layers: [4, 5], bytes: 9e6, count: 3, examples: [{ size: 9e6, copies }] }]
  expect(advice(facts({}, { duplicates }))).toMatchObject([
    {
      rule: 'duplicate-content',
      message: expect.stringMatching(
        /\/app\/a and \/src\/a have the same content and 2 others, from Dockerfile:5 and/,
      ),
      paths: [{ line: 5 }, { line: 6 }, { path: '/app/a' }, { path: '/src/a' }],
    },
  ])
})

test('build tools are one advice with their sum in own layers, whatever the system', () => {
  const tool = (name: string, bytes: number, manager = 'dpkg', from = 6) =>
    anOwner({ kind: 'package', manager, name, bytes, layers: [[from, bytes]] })
  const names = [
    'gcc-12',
    'g++',
    'libc6-dev',
    'libstdc++-12-dev',
    'build-essential',
    'binutils-common',
    'make',
  ]
  const others = ['git', 'libgcc-s1', 'python3', 'gcc-12-base', 'devscripts', 'goaccess']
  const owners = [
    ...names.map((name) => tool(name, 1_000_000)),
    ...others.map((name) => tool(name, 9_000_000)),
    tool('musl-dev', 2_000_000, 'apk'),
    tool('cpp-12', 50_000_000, 'dpkg', 0),
    tool('make', 50_000_000, 'node'),
  ]
  expect(advice(facts({ owners }))).toMatchObject([
    { rule: 'build-tools', bytes: 9_000_000, paths: [{ path: 'Dockerfile', line: 7 }], fixes: [] },
  ])
  expect(advice(facts({ owners: null }))).toEqual([])
})

test('a file dominates above 10 MB and a quarter of what the build adds', () => {
  const file = (size: number) => facts({}, { largest: [{ path: '/app/a', layer: 3, size }] })
  expect(rules(file(30_000_001))).toEqual([['dominant-file', 30_000_001]])
  expect(rules(file(30_000_000))).toEqual([])
})

describe('how much advice', () => {
  const many = Array.from({ length: 12 }, (_, at) =>
    row({ layer: 1, by: at % 6 === 0 ? 2 : 3, bytes: (at + 1) * 1e6 }),
  )
  test('ten at most, the most bytes first', () => {
    const largest = Array.from({ length: 12 }, (_, at) => ({ path: `/f${at}`, layer: 3, size: 40e6 + at }))
    const found = advice(facts({ wastedBy: many }, { largest }))
    expect(found).toHaveLength(10)
    expect(found.map(({ bytes }) => bytes)).toEqual(
      [...found.map(({ bytes }) => bytes)].sort((a, b) => b! - a!),
    )
    expect(found[0]?.bytes).toBe(70_000_000)
  })
  test('none below 1 MB, half a percent of the image, or the noise floor', () => {
    expect([adviceFloor(10e6, 0), adviceFloor(1e9, 0), adviceFloor(1e9, 7e6)]).toEqual([1e6, 5e6, 7e6])
    expect(advice(facts({ wastedBy: [row({ bytes: 999_999 })] }))).toEqual([])
    expect(advice(facts({ wastedBy: [row({})] }), 5_000_001)).toEqual([])
    expect(advice(facts({ wastedBy: [row({})] }), 5_000_000)).toHaveLength(1)
  })
  test('what the before image has to the same extent is known', () => {
    const before = (bytes: number) => facts({ wastedBy: [row({ bytes })] }).after
    const pair = { ...facts({}).pair, before: sideOf(dockerfile) }
    const known = (bytes: number) =>
      advice({ ...facts({ wastedBy: [row({})] }, {}, before(bytes)), pair: { ...pair } })[0]?.inBefore
    expect([known(5_000_000), known(4_500_000), known(4_000_000)]).toEqual([true, true, false])
    expect(advice(facts({ wastedBy: [row({})] }))[0]?.inBefore).toBeNull()
  })
  test('it never changes the verdict', () => {
    const limits = [aLimit({ name: 'max-size', limit: 1e9 })]
    const judgement = judge(facts({ wastedBy: many }), limits, options)
    expect(judgement.verdict).toBe('pass')
    expect(judgement.findings.length).toBeGreaterThan(0)
    expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement)
  })
  test('without lines there are words and no changes', () => {
    const given = facts({ wastedBy: [row({})] })
    const layers = given.after!.layers.map((one) => ({ ...one, place: null }))
    const found = advice({
      ...given,
      pair: { ...given.pair, after: aSide() },
      after: { ...given.after!, layers },
    })
    expect(found).toMatchObject([
      {
        message: expect.stringContaining('"RUN make data" brings are removed at "RUN rm -r /data"'),
        fixes: [],
      },
    ])
  })
})

test('a crossed max-wasted names what wastes the most', () => {
  const given = facts({ wasted: 5_000_000, wastedBy: [row({})] })
  const { findings } = judge(given, [aLimit({ name: 'max-wasted', limit: 1 })], options)
  expect(findings.find(({ rule }) => rule === 'max-wasted')).toMatchObject({
    message: expect.stringContaining('most of it: 5 MB of Dockerfile:2 deleted at Dockerfile:3'),
    paths: [{ line: 2 }, { line: 3 }],
  })
})
