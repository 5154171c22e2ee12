// How long the action takes to read its inputs, and the terminal program to give help, against a bare node.
// An input that does not exist ends it with exit code 3 right after they are read.
// Usage: npm run bench:start-up -- [TURNS]

import { line, machine, median, print, takeTurns, time } from './measure.mjs'

const turns = Number(process.argv[2] ?? 15)
const env = { ...process.env, 'INPUT_MAX-INCRESE': '2%' }
const taken = takeTurns(
  {
    'bare node': () => time(process.execPath, ['-e', '0']),
    'dist/index.mjs': () => time(process.execPath, ['dist/index.mjs'], { env, exitCode: 3 }),
    'dist/cli.mjs --help': () => time(process.execPath, ['dist/cli.mjs', '--help']),
  },
  turns,
)

const [bare, action] = Object.values(taken).map(median)
print(machine())
for (const [name, values] of Object.entries(taken)) print(line(name, values))
print(`ratio ${(action / bare).toFixed(2)}; until its inputs are read at most 0.2 s`)
