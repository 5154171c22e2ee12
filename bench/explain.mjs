// The whole `compare` of two present images without probes (process start, reading, owners, report) against what else
// reads images: `docker save` of both into a pipe, dive on one after the other, container-diff with its package and
// file differs. Peers are taken from PATH; those that are missing are named. Prints ratios of one run. Ours, which are
// short, run three times in a row once what the peers wrote is on the disk, and the middle one counts.
// Usage: npm run bench:explain -- [TURNS]   (after script/setup; DOCKER_HOST chooses the engine)

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explainImages } from './explain-images.mjs'
import { has, line, machine, median, output, print, takeTurns, time } from './measure.mjs'

const turns = Number(process.argv[2] ?? 3)
const { before, after, changed, doubled } = explainImages()
const cache = mkdtempSync(join(tmpdir(), 'image-size-guard-bench-'))

/** Ours, on two images of the engine. */
const compare = (one, other, ...flags) =>
  time(process.execPath, [
    ...['dist/cli.mjs', 'compare', '--before', `image:${one}`, '--after', `image:${other}`],
    ...['--format', 'json', '--output', '/dev/null', ...flags],
  ])
const warm = ['--cache-dir', cache]

try {
  const things = {
    cold: middle(() => compare(before, after)),
    warm: middle(() => compare(before, after, ...warm)),
    'warm, shared base doubled': middle(() => compare(doubled.before, doubled.after, ...warm)),
    'warm, one layer of 10 MB': middle(() => {
      dropLayersOf(changed)
      return compare(after, changed, ...warm)
    }),
    ...peers(),
  }
  compare(before, after, ...warm)
  compare(doubled.before, doubled.after, ...warm)
  const taken = takeTurns(things, turns)
  report(
    Object.fromEntries(Object.entries(taken).map(([name, values]) => [name, { values, ms: median(values) }])),
  )
} finally {
  rmSync(cache, { recursive: true })
}

function middle(run) {
  return () => {
    time('sync', [])
    return median([run(), run(), run()])
  }
}

// The layers that `after` has too stay: only the changed one has to be read again.
function dropLayersOf(image) {
  const format = '{{range .RootFS.Layers}}{{println .}}{{end}}'
  const layers = (one) =>
    output('docker', ['image', 'inspect', '--format', format, one]).split('\n').filter(Boolean)
  const kept = new Set(layers(after))
  for (const layer of layers(image).filter((one) => !kept.has(one))) {
    rmSync(join(cache, `${layer.replace('sha256:', '')}.layer`), { force: true })
  }
}

function peers() {
  const all = {
    'docker save of both': { command: 'docker', run: () => save(before, after) },
    'dive, one after the other': { command: 'dive', run: () => dive(before) + dive(after) },
    'container-diff': { command: 'container-diff', run: () => containerDiff(before, after) },
  }
  const missing = Object.values(all).filter(({ command }) => !has(command))
  for (const { command } of missing) print(`not on PATH: ${command}`)
  const there = Object.entries(all).filter(([, { command }]) => has(command))
  return Object.fromEntries(there.map(([name, { run }]) => [name, run]))
}

function save(...images) {
  return time('bash', ['-c', 'docker save "$@" | cat >/dev/null', '-', ...images])
}

function dive(image) {
  // Its rules are not asked for: any exit code but a crash is fine.
  return time('bash', ['-c', 'CI=true dive "$1" >/dev/null; test $? -le 1', '-', image])
}

function containerDiff(one, other) {
  const types = ['apt', 'pip', 'node', 'file'].map((type) => `--type=${type}`)
  return time('container-diff', [
    'diff',
    `daemon://${one}`,
    `daemon://${other}`,
    ...types,
    '--json',
    '--no-cache',
  ])
}

function report(results) {
  print(machine())
  print(`engine ${output('docker', ['info', '--format', '{{.ServerVersion}}, {{.Driver}}'])}`)
  for (const [name, { values }] of Object.entries(results)) print(line(name, values))
  const ratio = (slow, fast, digits = 1) => (results[slow].ms / results[fast].ms).toFixed(digits)
  for (const name of ['docker save of both', 'dive, one after the other', 'container-diff']) {
    if (!results[name]) continue
    const each = ['cold', 'warm', 'warm, one layer of 10 MB'].map(
      (ours) => `${ratio(name, ours)} × (${ours})`,
    )
    print(`faster than ${name}: ${each.join(', ')}`)
  }
  print(`shared base doubled: ${ratio('warm, shared base doubled', 'warm', 2)} × the time (at most 1.2)`)
}
