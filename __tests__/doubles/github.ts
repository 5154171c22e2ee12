import { type GitHub, GitHubError, type IssueComment } from '../../src/effects/github.ts'

/** A GitHub in memory: what it holds, what was asked of it, and a place for the world to interfere. */
export interface MemoryGitHub extends GitHub {
  readonly stored: IssueComment[]
  readonly calls: string[]
  login: string
  head: string
  labelNames: string[]
  /** Called before each request with its name and how often it was made; throw to refuse it. */
  before: (request: string, time: number) => void
  /** Called after each request that worked; throw to lose its answer. */
  after: (request: string, time: number) => void
  /** Adds a comment by anybody. */
  add(author: string, body: string): IssueComment
}

/** An empty one, in which nothing fails. */
export function createMemoryGitHub(): MemoryGitHub {
  let nextId = 1
  const times = new Map<string, number>()
  const request = <T>(name: string, perform: () => T): Promise<T> => {
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    github.calls.push(name)
    return Promise.resolve().then(() => {
      github.before(name, time)
      const result = perform()
      github.after(name, time)
      return result
    })
  }
  const find = (id: number) => {
    const index = github.stored.findIndex((comment) => comment.id === id)
    const comment = github.stored[index]
    if (!comment) throw new GitHubError('Not Found', 404, null)
    return { index, comment }
  }
  const github: MemoryGitHub = {
    stored: [],
    calls: [],
    login: 'github-actions[bot]',
    head: 'a'.repeat(40),
    labelNames: [],
    before: () => {},
    after: () => {},
    add(author, body) {
      const comment = { id: nextId, body, author, url: `https://github.example/c/${nextId}` }
      nextId += 1
      github.stored.push(comment)
      return comment
    },
    viewer: () => request('viewer', () => github.login),
    labels: () => request('labels', () => [...github.labelNames]),
    headSha: () => request('headSha', () => github.head),
    comments: () => request('comments', () => [...github.stored]),
    createComment: (_number, body) => request('create', () => github.add(github.login, body)),
    updateComment: (id, body) =>
      request('update', () => {
        const { index, comment } = find(id)
        const updated = { ...comment, body }
        github.stored[index] = updated
        return updated
      }),
    deleteComment: (id) =>
      request('delete', () => {
        github.stored.splice(find(id).index, 1)
      }),
    mergeBase: () => request('mergeBase', () => 'b'.repeat(40)),
  }
  return github
}
