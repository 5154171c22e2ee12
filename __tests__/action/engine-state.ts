import { readdir } from 'node:fs/promises'
import { expect } from '@jest/globals'
import Dockerode from 'dockerode'
import { git, snapshot } from '../git/fixture.ts'
import { testLabel, type Workplace } from './workplace.ts'

/** Everything that a run must leave as it was. */
export interface State {
  readonly containers: readonly string[]
  readonly images: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
  /** The names in the temporary folder but for that of the report and the build logs. */
  readonly temporary: readonly string[]
  readonly status: string
  readonly worktrees: string
  /** Names, owners, modes, times and contents of the whole checkout, everything below `.git` included. */
  readonly checkout: readonly string[]
}

/**
 * Reads the state. Of containers and images only those that come from this place's Dockerfiles count, and of
 * networks and volumes those of the test's label: others may use the engine at the same time.
 */
export async function readState(place: Workplace): Promise<State> {
  const docker = new Dockerode()
  const filters = { label: [`${testLabel}=${place.id}`] }
  const [containers, images, networks, volumes, names] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listImages({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    readdir(place.temporary),
  ])
  // Git after the rest, and the snapshot last: nothing here may write, and the snapshot would show it.
  const isCheckout = (await readdir(place.checkout)).includes('.git')
  return {
    containers: containers.map(({ Id, State }) => `${Id} ${State}`).sort(),
    images: images.map(({ Id, RepoTags }) => `${Id} ${(RepoTags ?? []).join(' ')}`).sort(),
    networks: networks.map(({ Id }) => Id).sort(),
    volumes: (volumes.Volumes ?? []).map(({ Name }) => Name).sort(),
    temporary: names.filter((name) => !/^image-size-guard-[^.]+$/.test(name)).sort(),
    status: isCheckout ? await git(place.checkout, 'status', '--porcelain', '--ignored') : '',
    worktrees: isCheckout ? await git(place.checkout, 'worktree', 'list') : '',
    checkout: await snapshot(place.checkout),
  }
}

/** What `run` resolves with, after a check that it left everything as it was. */
export async function leavingNothing<T>(place: Workplace, run: () => Promise<T>): Promise<T> {
  const before = await readState(place)
  const result = await run()
  expect(await readState(place)).toEqual(before)
  return result
}
