import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { afterEach, expect, jest, test } from '@jest/globals'
import {
  makeImage,
  mediaTypes,
  ociLayout,
  tarOf,
  writeParts,
} from '../../unit/inspect/archive/make-archive.ts'
import { headerBlock } from '../../unit/inspect/build-tar.ts'
import { runTerminal, startTerminal } from '../run-program.ts'
import { type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(180_000)

let place: Workplace
afterEach(() => place.remove())

/** No engine answers there: a run that asks one fails. */
const variables = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
/** A second or two, on a machine that does nothing else. */
const mostMs = 20_000
const image = await makeImage([[{ name: 'a', content: 'x'.repeat(3000) }]], 'gzip')
const archive = await tarOf(ociLayout([{ made: image }]))

async function inspect(source: string, options: { bound?: boolean } = {}) {
  const start = performance.now()
  const run = await runTerminal(place, ['inspect', source, '--max-size', '1GB'], { variables, ...options })
  expect(performance.now() - start).toBeLessThan(mostMs)
  return run
}

test('two archives are compared, and one is inspected, where there is no engine', async () => {
  place = await workplace({ a: '1' })
  await writeFile(join(place.checkout, 'old.tar'), archive)
  await writeParts(join(place.folder, 'new'), ociLayout([{ made: image }]))
  const flags = ['--before', 'archive:old.tar', '--after', `archive:${join(place.folder, 'new')}`]
  const run = await runTerminal(place, ['compare', ...flags, '--max-increase', '0'], { variables })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.stdout).toMatch(/\nPassed: unchanged at 3 kB\. 1 limit met\.\n$/)
  const alone = await inspect('archive:old.tar')
  expect(alone).toMatchObject({ exitCode: 0, stderr: '' })
  expect(alone.stdout).toMatch(/\nPassed: 3 kB\. 1 limit met\.\n$/)
})

test('a limit that one image crosses', async () => {
  place = await workplace({ a: '1' })
  await writeFile(join(place.checkout, 'old.tar'), archive)
  const run = await runTerminal(place, ['inspect', 'archive:old.tar', '--max-size', '1kB'], { variables })
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toMatch(/\nFailed: 3 kB\. max-size is crossed: 3 kB is over the limit of 1 kB\.\n$/)
})

test('a probe of an image that is only read', async () => {
  place = await workplace({ a: '1' })
  await writeFile(join(place.checkout, 'a.tar'), archive)
  const flags = ['--before', 'archive:a.tar', '--after', 'archive:a.tar', '--absent', 'gcc']
  expect(await runTerminal(place, ['compare', ...flags], { variables })).toEqual({
    exitCode: 3,
    stdout: '',
    stderr:
      'Error: after of a.tar: archive:a.tar is only read, and the probe gcc must be run in an engine\n  docker load -i a.tar, then after: image:REF\n',
  })
})

test.each([
  ['archive:no.tar', 'SOURCE: archive:no.tar does not exist (CHECKOUT/no.tar)'],
  ['archive:folder', 'SOURCE: archive:folder is a directory without an index.json (CHECKOUT/folder)'],
  ['archive:closed.tar', 'SOURCE: archive:closed.tar must not be read by this user (CHECKOUT/closed.tar)'],
  ['archive:loop.tar', 'SOURCE: loop.tar leads out of the repository through a link; expected a path in it.'],
  ['archive:pipe', 'SOURCE: archive:pipe is neither a file nor a directory (CHECKOUT/pipe)'],
  [
    'archive:../a.tar',
    'SOURCE: "../a.tar" leaves the repository; expected a path below its root, or an absolute one.',
  ],
  ['archive:out.tar', 'SOURCE: out.tar leads out of the repository through a link; expected a path in it.'],
  ['archive:', 'SOURCE: the path after archive: is missing.'],
])('%s', async (source, message) => {
  place = await workplace({ a: '1' })
  await mkdir(join(place.checkout, 'folder'))
  await writeFile(join(place.checkout, 'closed.tar'), archive)
  await chmod(join(place.checkout, 'closed.tar'), 0)
  await symlink('loop.tar', join(place.checkout, 'loop.tar'))
  await symlink(place.folder, join(place.checkout, 'out.tar'))
  await promisify(execFile)('mkfifo', [join(place.checkout, 'pipe')])
  const run = await inspect(source, { bound: true })
  expect(run).toMatchObject({ exitCode: 3, stdout: '' })
  expect(run.stderr.split('\n')[0]).toBe(`Error: ${message.replace('CHECKOUT', place.checkout)}`)
})

test.each([
  ['truncated', archive.subarray(0, 1700), 'the archive is truncated inside blobs/sha256/'],
  [
    'no archive',
    Buffer.from('not a tar at all '.repeat(50)),
    'the archive is no tar, plain or compressed with',
  ],
  ['a damaged gzip', zlib.gzipSync(archive).fill(0, 60, 90), 'Z_DATA_ERROR'],
])('%s: one line, exit 2', async (_, content, message) => {
  place = await workplace({ a: '1' })
  await writeFile(join(place.checkout, 'bad.tar'), content)
  const run = await inspect('archive:bad.tar')
  expect(run).toMatchObject({ exitCode: 2, stderr: '' })
  const lines = run.stdout.split('\n').filter((line) => line.startsWith('The image could not be measured: '))
  expect(lines).toEqual([expect.stringContaining(message)])
  expect(run.stdout).toMatch(/\nNot measured: the image could not be measured\.\n$/)
})

const mostMemory = 300_000_000

/** Runs the program and watches the most memory that it had at once, in bytes. */
async function peakOf(source: string): Promise<{ readonly stdout: string; readonly peak: number }> {
  const running = startTerminal(place, ['inspect', source, '--max-size', '1GB'])
  let peak = 0
  const watch = setInterval(() => {
    const status = readFileSync(`/proc/${running.pid}/status`, 'utf8')
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024)
  }, 20)
  const { stdout } = await running.ended.finally(() => clearInterval(watch))
  expect(peak).toBeGreaterThan(0)
  return { stdout, peak }
}

/** Gzip of 500 MB of zeros, in members of 10 MB as RFC 1952 allows. */
function zeros(): Buffer {
  return Buffer.concat(Array(50).fill(zlib.gzipSync(Buffer.alloc(10_000_000))))
}

test('a bomb of 500 MB of zeros in a gzip of 500 kB is read in little memory', async () => {
  place = await workplace({ a: '1' })
  await writeFile(join(place.checkout, 'bomb.tar.gz'), zeros())
  const { stdout, peak } = await peakOf('archive:bomb.tar.gz')
  expect(stdout).toContain('the archive has neither the index.json of an OCI layout nor')
  expect(peak).toBeLessThan(mostMemory)
})

test('a layer that is a bomb is measured in little memory', async () => {
  place = await workplace({ a: '1' })
  const header = headerBlock('zeros', '0', 500_000_000)
  const end = Buffer.alloc(1024)
  const stored = Buffer.concat([zlib.gzipSync(header), zeros(), zlib.gzipSync(end)])
  const hash = createHash('sha256').update(header)
  for (let part = 0; part < 50; part++) hash.update(Buffer.alloc(10_000_000))
  const config = JSON.stringify({
    ...{ architecture: 'amd64', os: 'linux' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${hash.update(end).digest('hex')}`] },
  })
  const layer = { tar: end, stored, mediaType: `${mediaTypes.layer}+gzip` }
  await writeFile(
    join(place.checkout, 'bomb.tar'),
    await tarOf(ociLayout([{ made: { config, layers: [layer] } }])),
  )
  const { stdout, peak } = await peakOf('archive:bomb.tar')
  expect(stdout).toMatch(/\nPassed: 500 MB\. 1 limit met\.\n$/)
  expect(peak).toBeLessThan(mostMemory)
})
