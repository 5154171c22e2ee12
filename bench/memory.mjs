// The most memory that a process has resident which measures a generated image, against the limits for it.
// Usage: npm run bench:memory -- [FILES…]

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { machine, print, root } from './measure.mjs'

/** By number of files, MB (10^6 bytes). */
const limits = new Map([
  [1_000_000, 150],
  [3_000_000, 300],
])
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [...limits.keys()]

const folder = mkdtempSync(join(tmpdir(), 'image-size-guard-bench-'))
try {
  const program = join(folder, 'memory-image.mjs')
  const entryPoints = [join(root, 'bench/memory-image.ts')]
  await build({
    entryPoints,
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
  print(machine())
  const list = join(folder, 'tar-split.json.gz')
  for (const count of counts) {
    const run = (way, ...args) =>
      execFileSync(process.execPath, [program, way, String(count), list, ...args], { encoding: 'utf8' })
    const diffId = run('prepare')
    const limit = limits.get(count)
    const most = limit === undefined ? '' : `; at most ${limit} MB`
    for (const way of ['metadata', 'export']) {
      const { maxRSS, started, ms, fileCount, measuredBy, owners } = JSON.parse(run(way, diffId))
      print(
        `${fileCount} files, ${owners} owners, ${measuredBy}: ${mb(maxRSS)} MB resident, ${mb(started)} MB at the start, ${ms} ms${most}`,
      )
      if (limit !== undefined && mb(maxRSS) > limit) process.exitCode = 1
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Whole MB of what `getrusage` counts in units of 1024 bytes. */
function mb(kib) {
  return Math.round((kib * 1024) / 1e6)
}
