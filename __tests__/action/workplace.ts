import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { commit, type Files, git, write } from '../git/fixture.ts'

/** Label of everything in the engine that a test made, or that was made from one of its Dockerfiles. */
export const testLabel = 'image-size-guard-test'

/** A user's repository, and the folders that a run may use beside it. */
export interface Workplace {
  /** Value of `testLabel` for this place alone. */
  readonly id: string
  readonly checkout: string
  /** The runner's folder for temporary files, and the terminal's. */
  readonly temporary: string
  /** Where a test may keep files of its own. */
  readonly folder: string
  readonly base: string
  readonly head: string
  remove(): Promise<void>
}

/** A repository whose commit on `main` has `base`; `change` lies in its work tree, not committed. */
export async function workplace(base: Files, change: Files = {}): Promise<Workplace> {
  const place = await emptyPlace()
  const first = await firstCommit(place, base)
  await write(place.checkout, labelled(place.id, change))
  return { ...place, base: first, head: first }
}

/**
 * A repository in which a pull request is merged for its test, as actions/checkout leaves it: HEAD is the
 * merge of `base` and the head of the pull request, which changes it by `change`.
 */
export async function pullRequest(base: Files, change: Files): Promise<Workplace> {
  const place = await emptyPlace()
  const first = await firstCommit(place, base)
  await git(place.checkout, 'checkout', '--quiet', '-b', 'feature')
  const head = await commit(place.checkout, labelled(place.id, change))
  await git(place.checkout, 'checkout', '--quiet', '--detach', 'main')
  await git(place.checkout, 'merge', '--quiet', '--no-ff', '--message=merge', 'feature')
  return { ...place, base: first, head }
}

async function emptyPlace(): Promise<Omit<Workplace, 'base' | 'head'>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bad-input-')))
  const place = {
    id: randomBytes(6).toString('hex'),
    folder,
    checkout: join(folder, 'checkout'),
    temporary: join(folder, 'temporary'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
  await Promise.all([mkdir(place.checkout), mkdir(place.temporary)])
  return place
}

async function firstCommit(place: Pick<Workplace, 'id' | 'checkout'>, files: Files): Promise<string> {
  await git(place.checkout, 'init', '--quiet')
  return commit(place.checkout, labelled(place.id, files))
}

/** The label at the end of a Dockerfile marks the image, and through it every container on it. */
function labelled(id: string, files: Files): Files {
  const entries = Object.entries(files).map(([path, text]) => {
    const isDockerfile = basename(path).startsWith('Dockerfile') && text !== null
    return [path, isDockerfile ? `${text.trimEnd()}\nLABEL ${testLabel}=${id}\n` : text]
  })
  return Object.fromEntries(entries)
}

/** Writes the event of the pull request and returns the path of the file. */
export async function writeEvent(place: Workplace, event: object): Promise<string> {
  const path = join(place.folder, 'event.json')
  await writeFile(path, JSON.stringify(event))
  return path
}

/** What GitHub tells of a pull request of the repository of the local GitHub server. */
export function pullRequestEvent({ base, head }: Workplace): object {
  return {
    number: 7,
    repository: { id: 1, full_name: 'octo/guarded', default_branch: 'main' },
    pull_request: {
      number: 7,
      head: { sha: head, ref: 'feature', repo: { id: 1 } },
      base: { sha: base, ref: 'main', repo: { id: 1 } },
      labels: [],
    },
  }
}
