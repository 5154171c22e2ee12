// The images of bench/explain.mjs: built once in the engine that DOCKER_HOST names, found again after that.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { print, root } from './measure.mjs'

/** Names of the images, by what they are for. What the engine lacks is built or handed over first. */
export function explainImages() {
  const named = (target, runtime = 'runtime') => image(target, runtime)
  return {
    before: named('before'),
    after: named('after'),
    changed: named('changed'),
    doubled: { before: named('before', 'doubled'), after: named('after', 'doubled') },
  }
}

function image(target, runtime) {
  const name = `image-size-guard-bench:${runtime}-${target}`
  if (docker('image', 'inspect', name).status === 0) return name
  print(`building ${name}, which is done once and takes a few minutes`)
  const base = readFileSync(resolve(root, '.image-size-guard/base-image'), 'utf8').trim()
  const args = [`BASE_IMAGE=${base}`, `RUNTIME=${runtime}`].flatMap((arg) => ['--build-arg', arg])
  const build = ['buildx', 'build', '--provenance=false', '--load', '--quiet', '--network', 'host']
  const { status, stderr } = docker(...build, '--tag', name, '--target', target, ...args, 'bench/images')
  if (status !== 0) throw new Error(`${name} could not be built\n${stderr}`)
  return name
}

function docker(...args) {
  return spawnSync('docker', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
}
