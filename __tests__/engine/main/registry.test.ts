import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'
import type { ReportImage, ReportSide } from '../../../src/report/report.ts'
import { type DebianRegistry, debianRegistry } from '../effects/debian-registry.ts'
import { type HandMade, loadImage } from '../inspect/load-image.ts'
import { runMain } from './run-main.ts'

let registry: DebianRegistry
let directory = ''
const name = (tag: string): string => `${registry.host}/octo/app:${tag}`

const status = 'Package: hello\nStatus: install ok installed\nVersion: 1.0\nArchitecture: amd64\n\n'
const base: HandMade['layers'] = [
  [
    { name: 'var/lib/dpkg/status', content: status },
    { name: 'var/lib/dpkg/info/hello.list', content: '/.\n/usr/bin\n/usr/bin/hello\n' },
    { name: 'usr/bin/hello', content: 'x'.repeat(3000) },
    { name: 'var/lib/apt/lists/index', content: 'y'.repeat(9000) },
  ],
]
const images: Readonly<Record<string, HandMade>> = {
  v1: { layers: base },
  v2: {
    layers: [
      ...base,
      [{ name: 'var/lib/apt/lists/.wh.index' }, { name: 'opt/added', content: 'z'.repeat(500) }],
      [
        { name: 'opt/added', content: 'z'.repeat(700) },
        { name: 'opt/link', type: 'symlink', linkname: 'added' },
      ],
    ],
  },
}

beforeAll(async () => {
  registry = await debianRegistry({ password: false })
  directory = await mkdtemp(join(tmpdir(), 'registry-main-'))
  for (const [tag, image] of Object.entries(images)) {
    await loadImage(image, name(tag))
    await execa('docker', ['push', '--quiet', name(tag)])
  }
}, 60_000)
afterAll(async () => {
  await registry.close()
  await rm(directory, { recursive: true })
  await execa('docker', ['rmi', ...Object.keys(images).map(name)])
}, 60_000)

/** A comparison on a machine without an engine. */
async function withoutEngine(before: string, after: string): Promise<ReportImage> {
  const { DOCKER_HOST } = process.env
  process.env.DOCKER_HOST = `unix://${directory}/no-engine.sock`
  try {
    return await compare(before, after)
  } finally {
    if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST
    else process.env.DOCKER_HOST = DOCKER_HOST
  }
}
async function compare(before: string, after: string): Promise<ReportImage> {
  const { report } = await runMain(directory, { before, after }, { buildx: true })
  return report.images[0] as ReportImage
}
/** What of a report must not depend on where the image was read. */
function numbers({ before, after, delta, owners, alignedLayers, sentence, verdict }: ReportImage) {
  const { download: _download, unknown: _unknown, ...bytes } = delta
  return { sides: [before, after].map(ofSide), bytes, owners, alignedLayers, sentence, verdict }
}
function ofSide(side: ReportSide | null) {
  const { size, live, wasted, fileCount, layers, id, platform } = side as ReportSide
  return { size, live, wasted, fileCount, layers, id, platform }
}

test('engine, archive and registry tell the same of the same images', async () => {
  const engine = await compare(`image:${name('v1')}`, `image:${name('v2')}`)
  expect([engine.before?.error, engine.after?.size, engine.after?.wasted]).toEqual([null, 13_310, 9500])
  const stored = await withoutEngine(`registry:${name('v1')}`, `registry:${name('v2')}`)
  expect(numbers(stored)).toEqual(numbers(engine))
  expect(stored.after?.digest).toBe(engine.after?.digest)
  for (const tag of Object.keys(images)) {
    await execa('docker', ['save', '--output', join(directory, `${tag}.tar`), name(tag)])
  }
  const archive = await withoutEngine(`archive:${directory}/v1.tar`, `archive:${directory}/v2.tar`)
  expect(numbers(archive)).toEqual(numbers(engine))
  const mixed = await withoutEngine(`archive:${directory}/v1.tar`, `registry:${name('v2')}`)
  expect(numbers(mixed)).toEqual(numbers(engine))
  expect([stored.before?.measuredBy, stored.after?.measuredBy]).toEqual(['registry', 'registry'])
  expect(stored.before?.resolvedBy).toBe('the manifest under the tag v1')
  expect(stored.after?.download).toBeGreaterThan(stored.before?.download ?? Number.NaN)
}, 60_000)

test('a tag that is not there is the side that is missing, and the other one is measured', async () => {
  const { before, after, verdict } = await withoutEngine(`registry:${name('v0')}`, `registry:${name('v1')}`)
  expect(before?.error).toMatchObject({ stage: 'pull', kind: 'not-found' })
  expect([after?.error, after?.size, verdict]).toEqual([null, 12_105, 'warn'])
}, 60_000)

test('the same image on both sides is unchanged', async () => {
  const { change, delta, after } = await withoutEngine(`registry:${name('v1')}`, `registry:${name('v1')}`)
  expect([change, delta.size, after?.size]).toEqual(['unchanged', 0, 12_105])
}, 60_000)
