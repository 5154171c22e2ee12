import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildImage } from '../../../src/build/build-image.ts'
import type { Builder } from '../../../src/build/choose-builder.ts'
import type { Image } from '../../../src/inspect/image.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'
import { adviceOf } from '../../../src/judge/advice/advice.ts'
import type { Finding } from '../../../src/judge/judgement.ts'
import { aSide, factsOf, options } from '../../unit/judge/build-facts.ts'
import { applyFixes } from '../../unit/judge/fix/apply-fixes.ts'
import { type EngineWorld, engineWorld, planFor, shellBase, writeTree } from '../build/engine-world.ts'

const buildx: Builder = { kind: 'buildx', version: '0.29.1' }
const size = 3_000_000
const data = 'x'.repeat(size)
let world: EngineWorld

beforeAll(async () => {
  world = await engineWorld()
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
}, 60_000)

async function adviceOn(
  files: Readonly<Record<string, string>>,
): Promise<{ image: Image; advice: Finding[] }> {
  const built = await buildImage(planFor(await writeTree(world, files)), buildx, world)
  expect(built.error).toBeNull()
  const wanted = {
    id: built.imageId ?? '',
    baseDiffIds: built.base?.diffIds ?? null,
    instructions: built.instructions,
    provenance: built.provenance,
  }
  const engine = await world.docker.info()
  const { after } = await inspectImages(
    { before: null, after: wanted },
    { ...world, engine, access: 'auto', cache: null },
  )
  const facts = factsOf({ before: 1, after: 1 })
  const pair = { ...facts.pair, after: aSide({ ...built }) }
  return {
    image: after.image,
    advice: adviceOf({ ...facts, pair, before: null, after: after.image }, options),
  }
}

test.each([
  [
    'package-cache',
    'RUN mkdir -p /var/lib/apt/lists \\\n    && head -c 3000000 /dev/zero > /var/lib/apt/lists/index\n',
    'RUN mkdir -p /var/lib/apt/lists \\\n    && head -c 3000000 /dev/zero > /var/lib/apt/lists/index \\\n    && rm -rf /var/lib/apt/lists/*\n',
  ],
  [
    'deleted-later',
    'RUN head -c 3000000 /dev/zero > /data\n# no longer needed\nRUN rm /data\n',
    'RUN head -c 3000000 /dev/zero > /data \\\n# no longer needed\n    && rm /data\n',
  ],
  ['rewritten-metadata', 'COPY data /data\nRUN chmod 700 /data\n', 'COPY --chmod=700 data /data\n'],
  [
    'rewritten-metadata',
    'RUN head -c 3000000 /dev/zero > /data\nRUN chown 1000 /data\n',
    'RUN head -c 3000000 /dev/zero > /data && chown 1000 /data\n',
  ],
])(
  'the change against %s takes its bytes away',
  async (rule, before, after) => {
    const from = `FROM ${shellBase}\n`
    const first = await adviceOn({ Dockerfile: from + before, data })
    const found = first.advice.filter((one) => one.rule === rule)
    expect(found).toMatchObject([{ bytes: size }])
    const text = applyFixes(from + before, found[0]?.fixes ?? [])
    expect(text).toBe(from + after)
    const second = await adviceOn({ Dockerfile: text, data })
    expect(first.image.size - second.image.size).toBe(size)
    expect(second.advice.filter((one) => one.rule === rule)).toEqual([])
  },
  120_000,
)

test('a line in the ignore file keeps what is copied out', async () => {
  const files = { Dockerfile: `FROM ${shellBase}\nWORKDIR /app\nCOPY . .\n`, 'lib/testdata/a': data, b: 'b' }
  const first = await adviceOn(files)
  const found = first.advice.filter(({ rule }) => rule === 'copied-test-data')
  expect(found).toMatchObject([{ bytes: size, fixes: [{ file: '.dockerignore', text: 'lib/testdata' }] }])
  const second = await adviceOn({ ...files, '.dockerignore': applyFixes('', found[0]?.fixes ?? []) })
  // The ignore file itself is copied.
  expect(first.image.size - second.image.size).toBe(size - 'lib/testdata'.length)
}, 120_000)

test('the same content at two paths is told by the checksums of both', async () => {
  const { advice } = await adviceOn({
    Dockerfile: `FROM ${shellBase}\nCOPY data /a\nRUN cp /a /b\n`,
    data,
  })
  expect(advice.filter(({ rule }) => rule === 'duplicate-content')).toMatchObject([
    { bytes: size, paths: [{ line: 2 }, { line: 3 }, {}, {}] },
  ])
}, 120_000)
