import type { OwnRepository } from './own-repository.ts'

/** The branches and tags of the remote, by name, each with its commit (for an annotated tag the one it names). */
export interface RemoteRefs {
  readonly branches: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

/**
 * Asks the remote of the checkout for its branches and tags. All of them, so that no name has to be
 * handed to git. Rejects with `GitError` when the server cannot be asked.
 */
export async function remoteRefs(repository: OwnRepository): Promise<RemoteRefs> {
  const branches = new Map<string, string>()
  const tags = new Map<string, string>()
  if (repository.remote === null) return { branches, tags }
  const list = await repository.run(['ls-remote', '--quiet', '--heads', '--tags', 'origin'])
  for (const line of list.split('\n')) {
    const [, commit, kind, name] = line.match(/^(\S+)\trefs\/(heads|tags)\/(.+)$/) ?? []
    if (!commit || !name) continue
    if (kind === 'heads') branches.set(name, commit)
    else tags.set(name.replace(/\^\{\}$/, ''), commit)
  }
  return { branches, tags }
}
