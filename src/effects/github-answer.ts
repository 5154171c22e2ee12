import { GitHubError, type IssueComment } from './github.ts'

/** The value under a path of names; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? Reflect.get(inner, name)
        : undefined,
    value,
  )
}

/** The text under a path of names. An answer without it is a `GitHubError`. */
export function text(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path)
  if (typeof found === 'string') return found
  throw new GitHubError(`GitHub's answer has no ${path.join('.')}`, null, null)
}

/** The entries of a list. An answer that is no list is a `GitHubError`. */
export function items(value: unknown): unknown[] {
  if (Array.isArray(value)) return [...value]
  throw new GitHubError("GitHub's answer is not a list", null, null)
}

/** A comment as the API gives it; one without an author (a deleted account) belongs to nobody. */
export function comment(value: unknown): IssueComment {
  const id = at(value, 'id')
  if (typeof id !== 'number') throw new GitHubError("GitHub's answer has no id", null, null)
  const [body, author] = [at(value, 'body'), at(value, 'user', 'login')]
  return {
    id,
    body: typeof body === 'string' ? body : '',
    author: typeof author === 'string' ? author : '',
    url: text(value, 'html_url'),
  }
}
