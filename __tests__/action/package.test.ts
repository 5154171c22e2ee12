import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execa, execaSync } from 'execa'

jest.setTimeout(120_000)

const root = join(import.meta.dirname, '../..')
const path = (process.env.PATH ?? '').split(delimiter)
/** By version, the folders of the PATH that have a Node: the action's own, and the machine's, often older. */
const nodes = new Map(
  [dirname(process.execPath), ...path]
    .filter((folder) => existsSync(join(folder, 'node')))
    .map((folder) => [execaSync(join(folder, 'node'), ['--version']).stdout, folder]),
)
const images = ['before', 'after'].map((side) => `isg-package-${process.pid}:${side}`)

let home: string
let folder: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-package-'))
  folder = join(home, 'empty')
  await mkdir(folder)
  const { stdout } = await execa('npm', ['pack', '--json', `--pack-destination=${home}`], { cwd: root })
  const tarball = join(home, JSON.parse(stdout)[0].filename)
  // Told where, as npm installs into a folder above that has a package already.
  const here = `--prefix=${folder}`
  await execa('npm', ['install', here, '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder })
  for (const [index, name] of images.entries()) await importImage(name, 1000 * (index + 1))
})
afterAll(async () => {
  await execa('docker', ['rmi', ...images], { reject: false })
  await rm(home, { recursive: true, force: true })
})

async function importImage(name: string, bytes: number): Promise<void> {
  await writeFile(join(home, 'file'), 'x'.repeat(bytes))
  await execa('docker', ['import', '-', name], { input: execa('tar', ['-c', 'file'], { cwd: home }).stdout })
}

/** What `npx image-size-guard` prints in the folder, and its exit code, with the Node of `bin`. */
async function run(bin: string, ...args: string[]) {
  const { stdout, exitCode } = await execa('npx', ['--no-install', 'image-size-guard', ...args], {
    cwd: folder,
    env: { PATH: [bin, ...path].join(delimiter) },
    reject: false,
  })
  return { stdout, exitCode }
}

test('the package brings nothing along', async () => {
  const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))
  expect(Object.keys(packages)).toEqual(['', 'node_modules/image-size-guard'])
})

describe.each([...nodes])('installed in an empty folder, with Node %s', (_version, bin) => {
  test('it says its version and its help', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    expect(await run(bin, '--version')).toEqual({ stdout: `image-size-guard ${version}`, exitCode: 0 })
    const help = await run(bin, '--help')
    expect(help).toEqual({ stdout: expect.stringContaining('--max-increase'), exitCode: 0 })
  })

  test('it compares two images and holds them to a limit', async () => {
    const sides = images.flatMap((name, index) => [index === 0 ? '--before' : '--after', `image:${name}`])
    const compared = await run(bin, 'compare', ...sides, '--max-increase', '99%')
    expect(compared.stdout).toContain('1 kB larger (100%), 1 kB → 2 kB')
    expect(compared.exitCode).toBe(1)
  })
})
