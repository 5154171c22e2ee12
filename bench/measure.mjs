import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Milliseconds that a program takes from its start to its end. Throws when it ends with another exit code. */
export function time(command, args, { env = process.env, exitCode = 0 } = {}) {
  const begin = process.hrtime.bigint()
  const child = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  const ms = Number(process.hrtime.bigint() - begin) / 1e6
  if (child.status !== exitCode) {
    throw new Error(`${command} ${args.join(' ')} ended with ${child.status}\n${child.stdout}${child.stderr}`)
  }
  return ms
}

/**
 * Times some things turn by turn, so that what else happens on the machine meets all of them alike; the first
 * turn only warms up. Returns the milliseconds of each, by name.
 */
export function takeTurns(things, turns) {
  const taken = Object.fromEntries(Object.keys(things).map((name) => [name, []]))
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, run] of Object.entries(things)) {
      const ms = run()
      if (turn > 0) taken[name].push(ms)
    }
  }
  return taken
}

/** The middle value; of an even number of values the mean of both. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** A line of a result: name, median, all values, in seconds. */
export function line(name, values) {
  const seconds = (ms) => (ms / 1000).toFixed(3)
  return `${name.padEnd(24)} ${seconds(median(values))} s   (${values.map(seconds).join(' ')})`
}

/** What a number depends on: processors, and node as the programs under test see it. */
export function machine() {
  const count = cpus().length
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'))
  return `${count} × ${cpus()[0]?.model.trim() || 'unknown processor'}, node ${process.version}, image-size-guard ${version}`
}

/** Output of a program, without its last line break. */
export function output(command, args) {
  return execFileSync(command, args, { cwd: root, encoding: 'utf8' }).trim()
}

/** True for a program that is on PATH. */
export function has(command) {
  return spawnSync('sh', ['-c', 'command -v "$1"', '-', command]).status === 0
}

/** Prints a line of the result. */
export function print(text) {
  process.stdout.write(`${text}\n`)
}
