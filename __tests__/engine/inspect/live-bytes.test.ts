import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { execa } from 'execa'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { inspectImages } from '../../../src/inspect/inspect-images.ts'

const mark = { run: `${process.pid.toString(16)}fff`, owner: 'test', deadline: 2_000_000_000 }

/** What the engine puts over files of the image in a running container, beside /dev, /proc and /sys. */
const ofTheEngine = ['/.dockerenv', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/etc/mtab']

test('live bytes are those that find counts in a container of the image', async () => {
  const host = await resolveEndpoint(process.env)
  const docker = await connectDocker(host, process.env)
  const reference = (await readFile('.image-size-guard/base-image', 'utf8')).trim()
  const id = (await docker.images.inspect(reference))?.id ?? 'not there'
  const { after } = await inspectImages(
    { before: null, after: { id, baseDiffIds: null, instructions: [], provenance: null } },
    {
      ...{ docker, engine: await docker.info(), access: 'auto', mark, cache: null },
      signal: AbortSignal.timeout(60_000),
    },
  )
  const covered = after.files
    .named(() => true)
    .filter(({ path }) => ofTheEngine.includes(path) || /^\/(?:dev|proc|sys)\//.test(path))
    .reduce((sum, { size, linkTarget }) => sum + (linkTarget === null ? size : linkTarget.length), 0)
  expect(after.image.live - covered).toBe(await bytesFound(host, reference))
})

// Each inode once, and the lengths of link targets, which is the size that find has for a link.
async function bytesFound(host: string, reference: string): Promise<number> {
  const paths = ofTheEngine.flatMap((path) => ['-path', path, '-o'])
  const find = ['find', '/', '-xdev', '(', ...paths.slice(0, -1), ')', '-prune', '-o']
  const count = ['(', '-type', 'f', '-o', '-type', 'l', ')', '-printf', '%D:%i %s\\n']
  const run = ['run', '--rm', '--network', 'none', '--entrypoint', '', reference, ...find, ...count]
  const { stdout } = await execa('docker', ['--host', host, ...run])
  const sizes = new Map(stdout.split('\n').map((line) => line.split(' ') as [string, string]))
  expect(sizes.size).toBeGreaterThan(1000)
  return [...sizes.values()].reduce((sum, size) => sum + Number(size), 0)
}
