import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** The runner's cache service, version 2, in memory: as much of it as @actions/cache asks for. */
export interface CacheServer {
  readonly url: string
  /** By key, the archives that were kept. */
  readonly archives: Map<string, Buffer>
  /** Methods that were called, in order. */
  readonly calls: string[]
  /** What every call is answered with instead: a status, or never at all. */
  fault: number | 'silence' | null
  close(): Promise<void>
}

export async function startCacheServer(): Promise<CacheServer> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const state: CacheServer = {
    url,
    archives: new Map(),
    calls: [],
    fault: null,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const path = new URL(request.url ?? '/', url).pathname
    if (state.fault === 'silence') return
    if (state.fault !== null) {
      response.writeHead(state.fault, { 'content-type': 'application/json' }).end('{"msg":"::error::no"}')
      return
    }
    if (path.startsWith('/blob/'))
      return blob(decodeURIComponent(path.slice('/blob/'.length)), request, body, response)
    const method = path.split('/').at(-1) ?? ''
    state.calls.push(method)
    const reply = methods[method]?.(JSON.parse(body.toString())) ?? { ok: false }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
  }
  function blob(key: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const date = { 'last-modified': new Date(0).toUTCString(), etag: '"1"' }
    if (request.method === 'PUT') {
      state.archives.set(key, body)
      response.writeHead(201, date).end()
      return
    }
    const all = state.archives.get(key) ?? Buffer.alloc(0)
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    const part = from === undefined ? all : all.subarray(Number(from), to ? Number(to) + 1 : undefined)
    const range =
      from === undefined
        ? {}
        : { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${all.length}` }
    const headers = { ...date, ...range, 'content-length': part.length }
    response.writeHead(from === undefined ? 200 : 206, headers).end(request.method === 'HEAD' ? '' : part)
  }
  const methods: Record<
    string,
    (asked: { key: string; restore_keys?: string[]; restoreKeys?: string[] }) => unknown
  > = {
    CreateCacheEntry: ({ key }) =>
      state.archives.has(key)
        ? { ok: false, message: 'there is one' }
        : { ok: true, signed_upload_url: `${url}/blob/${encodeURIComponent(key)}?sig=hidden` },
    FinalizeCacheEntryUpload: () => ({ ok: true, entry_id: '1' }),
    GetCacheEntryDownloadURL: ({ key, restore_keys = [], restoreKeys = restore_keys }) => {
      const found = [...state.archives.keys()]
        .reverse()
        .find((one) => one === key || restoreKeys.some((prefix) => one.startsWith(prefix)))
      if (found === undefined) return { ok: false }
      const signed = `${url}/blob/${encodeURIComponent(found)}?sig=hidden`
      return { ok: true, signed_download_url: signed, matched_key: found }
    },
  }
  return state
}
