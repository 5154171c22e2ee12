import { exampleAnswer } from './openapi.ts'
import type { GitHubState, StoredComment } from './state.ts'

const date = '2026-01-02T03:04:05Z'
const web = 'https://github.example'

/** A user or bot as the API shows one. */
export function userBody(api: string, login: string) {
  const url = `${api}/users/${encodeURIComponent(login)}`
  return {
    login,
    id: 41_898_282,
    node_id: 'MDM6Qm90',
    avatar_url: `${web}/avatar`,
    gravatar_id: '',
    url,
    html_url: `${web}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  }
}

/** A comment as the API shows one. */
export function commentBody(api: string, state: GitHubState, comment: StoredComment) {
  const repository = `${state.owner}/${state.repository}`
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url: `${api}/repos/${repository}/issues/comments/${comment.id}`,
    html_url: `${web}/${repository}/pull/${state.pullRequest}#issuecomment-${comment.id}`,
    issue_url: `${api}/repos/${repository}/issues/${state.pullRequest}`,
    body: comment.body,
    user: userBody(api, comment.author),
    created_at: date,
    updated_at: date,
    author_association: 'NONE',
  }
}

/** A label as the API shows one. */
export function labelBody(api: string, state: GitHubState, name: string) {
  const url = `${api}/repos/${state.owner}/${state.repository}/labels/${encodeURIComponent(name)}`
  return { id: 1, node_id: 'LA_1', url, name, description: null, color: 'ededed', default: false }
}

/** An error as GitHub words one. */
export function errorBody(status: number, message: string) {
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
}

/** What GitHub says to a comment that is too long. */
export function tooLongBody(most: number) {
  const message = `Body is too long (maximum is ${most} characters)`
  return {
    message: 'Validation Failed',
    errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }],
    documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
    status: '422',
  }
}

/** The pull request as the API shows it: GitHub's own example with this repository's facts. */
export function pullBody(api: string, state: GitHubState) {
  const example = exampleAnswer('pull-request')
  return {
    ...example,
    number: state.pullRequest,
    locked: state.locked,
    requested_teams: [],
    labels: state.labels.map((name) => labelBody(api, state, name)),
    head: { ...Object(example.head), sha: state.headSha },
  }
}

/** The comparison of two commits: GitHub's own example with this repository's merge base. */
export function comparisonBody(state: GitHubState) {
  const example = exampleAnswer('commit-comparison')
  return { ...example, merge_base_commit: { ...Object(example.merge_base_commit), sha: state.mergeBase } }
}
