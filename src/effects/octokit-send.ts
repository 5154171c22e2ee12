import type { getOctokit } from '@actions/github'
import type { Clock } from './clock.ts'
import { createRetry, type Effect } from './github-retry.ts'

type Octokit = ReturnType<typeof getOctokit>

/** What an answer of the REST API holds that we use; `next` is the address of the next page. */
export interface Answer {
  readonly data: unknown
  readonly next: string | null
}

/** Requests with the token of one client. Both reject with a `GitHubError`. */
export interface Send {
  /** `route` as GitHub's documentation writes it, `GET /user`, or with the address of a page. */
  rest(effect: Effect, route: string, parameters?: Readonly<Record<string, unknown>>): Promise<Answer>
  /** A GraphQL query; the value of its `data`. */
  graphql(query: string): Promise<unknown>
}

/** What a client needs to know. */
export interface SendOptions {
  readonly token: string
  /** Address of the REST API, as GITHUB_API_URL has it. */
  readonly apiUrl: string
  readonly clock: Clock
  /** Ends waiting and requests; not the run's deadline, since a result must be published after it. */
  readonly signal: AbortSignal
  readonly warn: (line: string) => void
}

/** For waiting and for requests that fail, together, in ms. */
const mostRetryMs = 90_000
const requestTimeoutMs = 20_000

/** Sends over @actions/github, which honours proxies; loaded at the first request, since it is slow to load. */
export function createSend(options: SendOptions): Send {
  const retry = createRetry(options.clock, options.signal, mostRetryMs)
  let loading: Promise<Octokit> | null = null
  const octokit = () => {
    loading ??= loadOctokit(options)
    return loading
  }
  const limits = () => ({
    request: { signal: AbortSignal.any([options.signal, AbortSignal.timeout(requestTimeoutMs)]) },
  })
  return {
    rest: (effect, route, parameters = {}) =>
      retry(effect, async () => {
        const client = await octokit()
        const response = await client.request(route, { ...parameters, ...limits() })
        return { data: response.data, next: nextPage(response.headers.link) }
      }),
    graphql: (query) => retry('repeatable', async () => (await octokit()).graphql(query, limits())),
  }
}

async function loadOctokit(options: SendOptions): Promise<Octokit> {
  const { getOctokit } = await import('@actions/github')
  const quiet = () => {}
  return getOctokit(options.token, {
    baseUrl: options.apiUrl,
    userAgent: 'image-size-guard',
    log: { debug: quiet, info: quiet, warn: options.warn, error: options.warn },
  })
}

/** The address marked `rel="next"` in a Link header (RFC 8288). */
function nextPage(link: string | undefined): string | null {
  return link?.match(/<([^<>]+)>;\s*rel="next"/)?.[1] ?? null
}
