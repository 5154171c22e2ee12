import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import Dockerode from 'dockerode'
import { commit } from '../../git/fixture.ts'
import { baseImage } from '../act/sample-repository.ts'
import { readState, type State } from '../engine-state.ts'
import {
  type ProgramRun,
  type RunningProgram,
  runPost,
  runTerminal,
  startAction,
  startTerminal,
} from '../run-program.ts'
import { testLabel, type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

/** GitHub's runner kills a step so many milliseconds after SIGINT; 2.5 s later without asking. */
const graceMs = 7500

let shell: string
let place: Workplace
let before: State
beforeAll(async () => {
  shell = await baseImage()
})
beforeEach(async () => {
  place = await workplace({ Dockerfile: 'FROM scratch\nCOPY program /program\n' })
  const source = join(import.meta.dirname, '../bad-input/program.c')
  await promisify(execFile)('gcc', [
    ...['-static', '-O1', '-s', '-o'],
    ...[join(place.checkout, 'program'), source],
  ])
  await commit(place.checkout, {})
  before = await readState(place)
})
afterEach(() => place.remove())

const forever = ['compare', '--before', 'worktree', '--expect-pass', '/program forever']

/** A run whose probe never ends, and is at work. */
async function inProbe(): Promise<RunningProgram> {
  const program = startTerminal(place, forever)
  await until(async () => (await readState(place)).containers.some(isAtWork))
  return program
}

function isAtWork(container: string): boolean {
  return container.endsWith(' running')
}

/** A run whose build never ends, and is at work. */
async function inBuild(): Promise<RunningProgram> {
  const seconds = 100_000 + Number.parseInt(place.id.slice(0, 5), 16)
  await commit(place.checkout, {
    Dockerfile: `FROM ${shell}\nRUN sleep ${seconds}\nLABEL ${testLabel}=${place.id}\n`,
  })
  before = await readState(place)
  const program = startTerminal(place, ['compare', '--before', 'worktree'])
  await until(() => isRunning(`sleep ${seconds}`))
  return { ...program, ended: program.ended.then(untilGone(`sleep ${seconds}`)) }
}

function untilGone(command: string): (run: ProgramRun) => Promise<ProgramRun> {
  return async (run) => {
    await until(async () => !(await isRunning(command)))
    return run
  }
}

/** Whether this machine runs the very command; a build's processes are the engine's, and so are not our children. */
async function isRunning(command: string): Promise<boolean> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = processes.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''))
  return (await Promise.all(lines)).some((line) => line.replaceAll('\0', ' ').trim() === command)
}

async function until(happened: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await happened()); await setTimeout(50)) {
    if (Date.now() > end) throw new Error('it has not happened within 30 s')
  }
}

interrupted('a probe', inProbe)
interrupted('a build', inBuild)

function interrupted(what: string, start: () => Promise<RunningProgram>): void {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(`%s in ${what} ends with its code, and everything is removed in time`, async (name, code) => {
    const program = await start()
    const sent = Date.now()
    program.signal(name)
    const run = await program.ended
    expect(Date.now() - sent).toBeLessThan(graceMs)
    expect(run).toMatchObject({ exitCode: code, stdout: '' })
    expect(run.stderr).toMatch(new RegExp(`\nError: interrupted by ${name}\n$`))
    expect(await readState(place)).toEqual(before)
  })
}

async function runningSince({ containers }: State): Promise<string[]> {
  return (await readState(place)).containers.filter((each) => !containers.includes(each))
}

test('what SIGKILL left is removed by sweep, and what a live run owns stays', async () => {
  const killed = await inProbe()
  killed.signal('SIGKILL')
  await killed.ended
  const left = await readState(place)
  expect(left.containers.length).toBeGreaterThan(0)
  expect([left.images.length, left.temporary.length]).toEqual([1, 1])

  const live = await inProbe()
  await until(async () => (await runningSince(left)).some(isAtWork))
  const sweep = await runTerminal(place, ['sweep'])
  expect(sweep).toMatchObject({ exitCode: 0, stdout: '' })
  expect(sweep.stderr).toContain(
    `removed from directories: ${join(place.temporary, left.temporary[0] ?? '')}\n`,
  )
  const kept = await readState(place)
  expect(kept.containers).toEqual(await runningSince(left))
  expect(kept.containers.length).toBeGreaterThan(0)
  expect([kept.images.length, kept.temporary.length]).toEqual([1, 1])

  live.signal('SIGTERM')
  expect((await live.ended).exitCode).toBe(143)
  expect(await readState(place)).toEqual(before)
})

test("the action's post step removes what a killed step left", async () => {
  const event = { name: 'push', payload: { before: place.base } }
  const inputs = { before: 'worktree', 'expect-pass': '/program forever' }
  const step = await startAction(place, { event, inputs })
  await until(async () => (await readState(place)).containers.some(isAtWork))
  step.signal('SIGKILL')
  await step.ended
  expect(await readState(place)).not.toEqual(before)
  expect(await readFile(join(place.folder, 'state'), 'utf8')).toMatch(/^post<<(\S+)\nyes\n\1\n$/)

  const post = await runPost(place)
  expect(post).toMatchObject({ exitCode: 0, stderr: '' })
  expect(post.stdout).toContain('removed from containers: ')
  expect(await readState(place)).toEqual(before)
  expect((await runPost(place)).exitCode).toBe(0)
})

test("a run removes nothing of the user's: container, image, network, volume", async () => {
  const docker = new Dockerode()
  const name = `image-size-guard-test-${place.id}`
  const labels = { [testLabel]: place.id, 'image-size-guard': 'built' }
  const image = docker.getImage(shell)
  await image.tag({ repo: name, tag: 'mine' })
  const container = await docker.createContainer({ Image: shell, Cmd: ['true'], name, Labels: labels })
  const network = await docker.createNetwork({ Name: name, Labels: labels })
  await docker.createVolume({ Name: name, Labels: labels })
  try {
    before = await readState(place)
    const run = await runTerminal(place, ['compare', '--before', 'worktree', '--expect-pass', '/program'])
    expect(run.exitCode).toBe(0)
    expect((await runTerminal(place, ['sweep'])).exitCode).toBe(0)
    expect(await readState(place)).toEqual(before)
    expect((await docker.getImage(`${name}:mine`).inspect()).Id).toBe((await image.inspect()).Id)
  } finally {
    await container.remove()
    await network.remove()
    await docker.getVolume(name).remove()
    await docker.getImage(`${name}:mine`).remove()
  }
})
