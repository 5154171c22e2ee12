import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Interception } from './faults.ts'
import { type Operation, operation } from './openapi.ts'
import { page } from './pages.ts'
import { type Route, type RouteAnswer, refusal, routes } from './routes.ts'
import { type GitHubState, initialState } from './state.ts'

/** A GitHub of our own on a local port. */
export interface GitHubServer {
  /** Address of the REST API: what GITHUB_API_URL holds. */
  readonly url: string
  readonly state: GitHubState
  /** Every request so far, `METHOD /path?query`. */
  readonly requests: readonly string[]
  /** What a request or an answer broke of GitHub's API description. */
  readonly violations: readonly string[]
  /** From now on the interception comes before GitHub's own answer, as often as it says. */
  intercept(interception: Interception): void
  close(): Promise<void>
}

/** Starts a server; `prefix` is what an enterprise server's REST API has before its paths (`/api/v3`). */
export async function startGitHubServer(prefix = ''): Promise<GitHubServer> {
  const state = initialState()
  const requests: string[] = []
  const violations: string[] = []
  const interceptions: Interception[] = []
  const server = createServer((request, response) => {
    handle(request).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, refusal(500, String(error))),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${addressOf(server.address()).port}${prefix}`

  async function handle(request: IncomingMessage): Promise<RouteAnswer | null> {
    const method = request.method ?? ''
    requests.push(`${method} ${request.url}`)
    const body = await readJson(request)
    const perform = async () => answerTo(method, new URL(request.url ?? '/', url), body, request)
    const matching = interceptions.find(
      (one) => one.times > 0 && one.method === method && one.path.test(request.url ?? ''),
    )
    if (!matching) return perform()
    matching.times -= 1
    return matching.answer(perform, state)
  }

  function answerTo(method: string, address: URL, body: unknown, request: IncomingMessage): RouteAnswer {
    if (!request.headers.authorization) return refusal(401, 'Requires authentication')
    if (!request.headers['user-agent']) return refusal(403, 'Request forbidden by administrative rules')
    if (method === 'POST' && address.pathname === graphqlPath(prefix)) return viewerAnswer(state)
    const found = findRoute(method, localPath(address, prefix, state))
    if (!found) {
      violations.push(`${method} ${address.pathname} is no route of GitHub that this server has`)
      return refusal(404, 'Not Found')
    }
    violations.push(...found.operation.checkRequest(address.searchParams, body))
    const answer = found.route(state, url, { path: found.path, query: address.searchParams, body })
    const paged = page(answer, address, `${url}/repositories/1/${found.rest}`)
    violations.push(...found.operation.checkAnswer(paged.status, paged.body))
    return paged
  }

  return {
    url,
    state,
    requests,
    violations,
    intercept: (interception) => interceptions.push(interception),
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

function graphqlPath(prefix: string): string {
  return prefix === '' ? '/graphql' : prefix.replace(/\/v3$/, '/graphql')
}

function viewerAnswer(state: GitHubState): RouteAnswer {
  return { status: 200, body: { data: { viewer: { login: state.viewer } } } }
}

/** Without the prefix; GitHub's own links name a repository by its number. */
function localPath(address: URL, prefix: string, state: GitHubState): string | null {
  if (!address.pathname.startsWith(`${prefix}/`)) return null
  const path = address.pathname.slice(prefix.length)
  return path.replace(/^\/repositories\/1\//, `/repos/${state.owner}/${state.repository}/`)
}

interface FoundRoute {
  readonly route: Route
  readonly operation: Operation
  readonly path: readonly string[]
  /** The path after the repository, for links. */
  readonly rest: string
}

function findRoute(method: string, path: string | null): FoundRoute | null {
  if (path === null) return null
  for (const [name, route] of Object.entries(routes)) {
    const [routeMethod, template = ''] = name.split(' ')
    const match = new RegExp(`^${template.replace(/\{[^}]+\}/g, '([^/]+)')}$`).exec(path)
    if (routeMethod !== method || !match) continue
    const values = match.slice(1).map(decodeURIComponent)
    return { route, operation: operation(name), path: values, rest: path.split('/').slice(4).join('/') }
  }
  return null
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? undefined : JSON.parse(text)
}

function send(response: ServerResponse, answer: RouteAnswer | null): void {
  if (answer === null) {
    response.destroy()
    return
  }
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers })
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address === 'object' && address !== null) return address
  throw new Error('the server has no port')
}
