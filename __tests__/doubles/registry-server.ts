import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { buildTar } from '../unit/inspect/build-tar.ts'

export const manifestType = 'application/vnd.oci.image.manifest.v1+json'
export const indexType = 'application/vnd.oci.image.index.v1+json'
export const configType = 'application/vnd.oci.image.config.v1+json'
export const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'

/** A request as the server saw it. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly authorization: string | null
  readonly body: string
}

/** An image as it lies in the registry. */
export interface PutImage {
  readonly manifest: Buffer
  readonly config: Buffer
  readonly layers: readonly Buffer[]
}

/** A registry on loopback that serves what it was given and can be told to answer otherwise. */
export interface RegistryServer {
  /** `127.0.0.1:PORT` */
  readonly host: string
  readonly seen: Seen[]
  /** Path → what lies there. */
  readonly content: Map<string, { readonly type: string; readonly body: Buffer }>
  /** Asked first; true when it answered. */
  fault: (seen: Seen, response: ServerResponse) => boolean
  /** Puts an image of one layer a file under a name and tag. */
  put(name: string, tag: string, files: Readonly<Record<string, string>>): Promise<PutImage>
  /** Puts content under its digest, as a blob or a manifest. */
  putBlob(name: string, body: Buffer): string
  putManifest(name: string, tag: string, type: string, document: unknown): Buffer
  close(): Promise<void>
}

export async function registryServer(): Promise<RegistryServer> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry: RegistryServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    content: new Map(),
    fault: () => false,
    put: (name, tag, files) => put(registry, name, tag, files),
    putBlob(name, body) {
      registry.content.set(`/v2/${name}/blobs/${digest(body)}`, { type: 'application/octet-stream', body })
      return digest(body)
    },
    putManifest(name, tag, type, document) {
      const body = Buffer.from(JSON.stringify(document))
      for (const target of [tag, digest(body)]) {
        registry.content.set(`/v2/${name}/manifests/${target}`, { type, body })
      }
      return body
    },
    close: () => closed(server),
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request
    const seen = {
      method,
      path: url,
      authorization: headers.authorization ?? null,
      body: await text(request),
    }
    registry.seen.push(seen)
    if (registry.fault(seen, response)) return
    const found = registry.content.get(url)
    if (found) response.writeHead(200, { 'content-type': found.type, 'content-length': found.body.length })
    else refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown')
    response.end(found?.body)
  }
  return registry
}

/** Answers with an error as the distribution-spec writes it. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ errors: [{ code, message }] }))
  return true
}

export function digest(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}

async function put(
  registry: RegistryServer,
  name: string,
  tag: string,
  files: Readonly<Record<string, string>>,
): Promise<PutImage> {
  const tars = await Promise.all(
    Object.entries(files).map(([name, content]) => buildTar([{ name, content }])),
  )
  const layers = tars.map((tar) => gzipSync(tar))
  const rootfs = { type: 'layers', diff_ids: tars.map(digest) }
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs }))
  for (const blob of [config, ...layers]) registry.putBlob(name, blob)
  const manifest = registry.putManifest(name, tag, manifestType, {
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor(configType, config),
    layers: layers.map((layer) => descriptor(layerType, layer)),
  })
  return { manifest, config, layers }
}

/** What points at content. */
export function descriptor(
  mediaType: string,
  body: Buffer,
): { readonly mediaType: string; readonly digest: string; readonly size: number } {
  return { mediaType, digest: digest(body), size: body.length }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
