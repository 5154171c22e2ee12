/** A comment as the server keeps it. */
export interface StoredComment {
  readonly id: number
  author: string
  body: string
}

/** What the repository holds and what the token may do; tests change it freely. */
export interface GitHubState {
  readonly owner: string
  readonly repository: string
  /** Login of the token's identity; a bot's ends in `[bot]`. */
  viewer: string
  readonly pullRequest: number
  headSha: string
  labels: string[]
  locked: boolean
  /** A token that may only read, as on a pull request from a fork. */
  readOnly: boolean
  /** Characters that a comment may have. */
  mostCommentCharacters: number
  mergeBase: string
  comments: StoredComment[]
  nextId: number
}

/** A repository with one open pull request and no comment. */
export function initialState(): GitHubState {
  return {
    owner: 'octo',
    repository: 'guarded',
    viewer: 'github-actions[bot]',
    pullRequest: 7,
    headSha: 'a'.repeat(40),
    labels: [],
    locked: false,
    readOnly: false,
    mostCommentCharacters: 65_536,
    mergeBase: 'b'.repeat(40),
    comments: [],
    nextId: 1001,
  }
}

/** Adds a comment by anybody; identifiers ascend as GitHub's do. */
export function addComment(state: GitHubState, author: string, body: string): StoredComment {
  const comment = { id: state.nextId, author, body }
  state.nextId += 1
  state.comments.push(comment)
  return comment
}
