// The whole run on two sides that are built already, against what one would write by hand: two builds, two sizes,
// eight containers. Our run also probes the before side, measures every file, judges and reports.
// Usage: npm run bench -- [TURNS]   (after script/setup)

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { line, machine, median, output, print, root, takeTurns, time } from './measure.mjs'

const turns = Number(process.argv[2] ?? 5)
const base = readFileSync(resolve(root, '.image-size-guard/base-image'), 'utf8').trim()
const compare = ['dist/cli.mjs', 'compare', '--config', 'bench/image-size.yml']

const taken = takeTurns(
  {
    'image-size-guard compare': () =>
      time(process.execPath, [...compare, '--build-args', `BASE_IMAGE=${base}`]),
    'bench/by-hand.sh': () => time('bench/by-hand.sh', [base]),
  },
  turns,
)

const [ours = [], byHand = []] = Object.values(taken)
// Turn by turn, so that a machine that is slow for a while is slow for both.
const ratios = ours.map((ms, turn) => ms / byHand[turn])
print(machine())
print(`engine ${engine()}, ${output('docker', ['buildx', 'version']).split(' ').slice(0, 2).join(' ')}`)
for (const [name, values] of Object.entries(taken)) print(line(name, values))
print(`ratio ${median(ratios).toFixed(2)} (at most 1.5 on the classic store)`)

function engine() {
  const format = '{{.ServerVersion}}, {{.Driver}}, {{json .DriverStatus}}'
  const [version, driver, status] = output('docker', ['info', '--format', format]).split(', ')
  const store = status.includes('io.containerd.snapshotter.v1') ? 'containerd' : 'classic'
  return `${version}, ${store} store (${driver})`
}
