import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'

/** A registry on loopback, where the engine accepts plain HTTP. It serves what `push` was given. */
export interface LocalRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** Puts an image with one file under a name and tag; returns the digest of its manifest. */
  push(name: string, tag: string, content: string): Promise<string>
  close(): Promise<void>
}

/** Starts a registry that knows `/v2/NAME/manifests/REF` and `/v2/NAME/blobs/DIGEST`; `denied/…` is 401. */
export async function localRegistry(): Promise<LocalRegistry> {
  const served = new Map<string, { readonly type: string; readonly body: Buffer }>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const found = path === '/v2/' ? { type: 'application/json', body: Buffer.from('{}') } : served.get(path)
    if (path.startsWith('/v2/denied/')) {
      const body = JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] })
      response.writeHead(401, { 'content-type': 'application/json' }).end(body)
    } else if (!found) {
      const body = JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] })
      response.writeHead(404, { 'content-type': 'application/json' }).end(body)
    } else {
      const headers = { 'content-type': found.type, 'docker-content-digest': digest(found.body) }
      response.writeHead(200, { ...headers, 'content-length': found.body.length })
      response.end(request.method === 'HEAD' ? undefined : found.body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${address.port}`,
    async push(name, tag, content) {
      const { manifest, blobs } = await imageOf(content)
      for (const body of blobs) {
        served.set(`/v2/${name}/blobs/${digest(body)}`, { type: 'application/octet-stream', body })
      }
      const entry = { type: 'application/vnd.docker.distribution.manifest.v2+json', body: manifest }
      served.set(`/v2/${name}/manifests/${tag}`, entry)
      served.set(`/v2/${name}/manifests/${digest(manifest)}`, entry)
      return digest(manifest)
    },
    close: () => closed(server),
  }
}

async function imageOf(content: string): Promise<{ manifest: Buffer; blobs: Buffer[] }> {
  const tar = pack()
  tar.entry({ name: 'file' }, content)
  tar.finalize()
  const layer = await buffer(tar)
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: '2024-01-02T03:04:05Z',
      config: { Cmd: ['/file'] },
      rootfs: { type: 'layers', diff_ids: [digest(layer)] },
      history: [{ created: '2024-01-02T03:04:05Z', created_by: 'COPY file' }],
    }),
  )
  const descriptor = (mediaType: string, body: Buffer) => ({
    mediaType,
    size: body.length,
    digest: digest(body),
  })
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: descriptor('application/vnd.docker.container.image.v1+json', config),
    layers: [descriptor('application/vnd.docker.image.rootfs.diff.tar', layer)],
  }
  return { manifest: Buffer.from(JSON.stringify(manifest)), blobs: [config, layer] }
}

function digest(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
