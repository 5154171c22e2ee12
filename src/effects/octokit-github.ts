import { type GitHub, GitHubError } from './github.ts'
import { comment, items, text } from './github-answer.ts'
import { createSend, type Send, type SendOptions } from './octokit-send.ts'

/** What a client needs to know. */
export interface GitHubOptions extends Omit<SendOptions, 'apiUrl'> {
  /** Address of the REST API, as GITHUB_API_URL has it; null for github.com. */
  readonly apiUrl: string | null
  /** `owner/name`. */
  readonly repository: string
}

/** Pages of 100 entries; no honest pull request has more comments. */
const mostPages = 50

/** GitHub's API over @actions/github, for one repository and one token. */
export function createOctokitGitHub(options: GitHubOptions): GitHub {
  const apiUrl = options.apiUrl ?? 'https://api.github.com'
  const send = createSend({ ...options, apiUrl })
  const [owner, repo] = options.repository.split('/')
  const base = { owner, repo }
  const list = (route: string, number: number) =>
    listAll(send, route, { ...base, number }, new URL(apiUrl).origin, options.warn)
  return {
    viewer: () => readViewer(send),
    labels: async (number) =>
      (await list('GET /repos/{owner}/{repo}/issues/{number}/labels', number)).map((label) =>
        text(label, 'name'),
      ),
    async headSha(number) {
      const { data } = await send.rest('repeatable', 'GET /repos/{owner}/{repo}/pulls/{number}', {
        ...base,
        number,
      })
      return text(data, 'head', 'sha')
    },
    comments: async (number) =>
      (await list('GET /repos/{owner}/{repo}/issues/{number}/comments', number)).map(comment),
    async createComment(number, body) {
      const route = 'POST /repos/{owner}/{repo}/issues/{number}/comments'
      return comment((await send.rest('create', route, { ...base, number, body })).data)
    },
    async updateComment(id, body) {
      const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{id}'
      return comment((await send.rest('repeatable', route, { ...base, id, body })).data)
    },
    async deleteComment(id) {
      await send.rest('repeatable', 'DELETE /repos/{owner}/{repo}/issues/comments/{id}', { ...base, id })
    },
    async mergeBase(from, to) {
      const route = 'GET /repos/{owner}/{repo}/compare/{range}'
      const { data } = await send.rest('repeatable', route, {
        ...base,
        range: `${from}...${to}`,
        per_page: 1,
      })
      return text(data, 'merge_base_commit', 'sha')
    },
  }
}

/** Follows `rel=next` as GitHub asks; never to another host, which would be given the token. */
async function listAll(
  send: Send,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  origin: string,
  warn: (line: string) => void,
): Promise<unknown[]> {
  const first = await send.rest('repeatable', route, { ...parameters, per_page: 100 })
  const all = items(first.data)
  let next = first.next
  for (let page = 2; next !== null; page += 1) {
    if (page > mostPages) {
      warn(`GitHub lists more than ${mostPages * 100} entries; the rest is not read`)
      break
    }
    if (new URL(next).origin !== origin) throw new GitHubError('the next page is on another host', null, null)
    const answer = await send.rest('repeatable', `GET ${next}`)
    all.push(...items(answer.data))
    next = answer.next
  }
  return all
}

/** GraphQL knows every kind of token, the job's own one too; REST only that of a person. A bot's login ends in `[bot]` in both. */
async function readViewer(send: Send): Promise<string> {
  try {
    return text(await send.graphql('query { viewer { login } }'), 'viewer', 'login')
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return text((await send.rest('repeatable', 'GET /user')).data, 'login')
  }
}
