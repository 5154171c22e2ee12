import {
  commentBody,
  comparisonBody,
  errorBody,
  labelBody,
  pullBody,
  tooLongBody,
  userBody,
} from './bodies.ts'
import { addComment, type GitHubState } from './state.ts'

/** A request as a route sees it; `path` are the values in braces, in order. */
export interface RouteRequest {
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
}

/** An answer; `list` is cut into pages by the server, `body` undefined means none. */
export interface RouteAnswer {
  readonly status: number
  readonly body?: unknown
  readonly list?: readonly unknown[]
  readonly headers?: Readonly<Record<string, string>>
}

export type Route = (state: GitHubState, api: string, request: RouteRequest) => RouteAnswer

/** What the server can do: GitHub's routes, as its description writes them, for one repository. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /user': (state, api) =>
    state.viewer.endsWith('[bot]')
      ? refusal(403, 'Resource not accessible by integration')
      : { status: 200, body: { ...userBody(api, state.viewer), ...personFields } },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': (state, api, { path }) =>
    isPullRequest(state, path) ? { status: 200, body: pullBody(api, state) } : notFound,
  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels': (state, api, { path }) =>
    isPullRequest(state, path)
      ? { status: 200, list: state.labels.map((name) => labelBody(api, state, name)) }
      : notFound,
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (state, api, { path }) =>
    isPullRequest(state, path)
      ? { status: 200, list: state.comments.map((comment) => commentBody(api, state, comment)) }
      : notFound,
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (state, api, { path, body }) => {
    if (!isPullRequest(state, path)) return notFound
    const refused = refuseWrite(state, bodyText(body))
    if (refused) return refused
    return { status: 201, body: commentBody(api, state, addComment(state, state.viewer, bodyText(body))) }
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (state, api, { path, body }) => {
    const comment = state.comments.find(({ id }) => String(id) === path[2])
    if (!comment) return notFound
    const refused = refuseWrite(state, bodyText(body))
    if (refused) return refused
    comment.body = bodyText(body)
    return { status: 200, body: commentBody(api, state, comment) }
  },
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': (state, _api, { path }) => {
    const index = state.comments.findIndex(({ id }) => String(id) === path[2])
    if (index === -1) return notFound
    if (state.readOnly) return refusal(403, 'Resource not accessible by integration')
    state.comments.splice(index, 1)
    return { status: 204 }
  },
  'GET /repos/{owner}/{repo}/compare/{basehead}': (state, _api, { path }) =>
    path[2]?.includes('...') ? { status: 200, body: comparisonBody(state) } : notFound,
}

/** An error as GitHub answers it. */
export function refusal(status: number, message: string): RouteAnswer {
  return { status, body: errorBody(status, message) }
}

const notFound = refusal(404, 'Not Found')

const personFields = {
  name: null,
  company: null,
  blog: null,
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
}

function isPullRequest(state: GitHubState, path: readonly string[]): boolean {
  return path[2] === String(state.pullRequest)
}

function bodyText(body: unknown): string {
  return typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : ''
}

function refuseWrite(state: GitHubState, text: string): RouteAnswer | null {
  if (state.readOnly) return refusal(403, 'Resource not accessible by integration')
  if (state.locked) return refusal(403, 'Unable to create comment because issue is locked.')
  if (text.length > state.mostCommentCharacters) {
    return { status: 422, body: tooLongBody(state.mostCommentCharacters) }
  }
  return null
}
