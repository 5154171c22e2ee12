import type { Agent } from 'node:http'
import { createRequire } from 'node:module'
import type Dockerode from 'dockerode'
import { UserError } from '../../errors.ts'
import { startBuild } from './build.ts'
import type { Call } from './call.ts'
import { createContainers } from './containers.ts'
import type { Docker } from './docker.ts'
import { readInfo } from './engine.ts'
import { engineError } from './errors.ts'
import { createImages } from './images.ts'

/**
 * The engine at an endpoint (`unix://…`, `tcp://…`, `http://…`, `https://…`), through dockerode. Nothing is
 * sent before the first call. `environment` gives the client certificates of a TLS endpoint
 * (`DOCKER_TLS_VERIFY`, `DOCKER_CERT_PATH`), as the docker client reads them.
 *
 * Throws a `UserError` for a kind of endpoint that is not supported.
 */
export async function connectDocker(host: string, environment: NodeJS.ProcessEnv): Promise<Docker> {
  const options = await connectionOptions(host, environment)
  const { default: Client } = await import('dockerode')
  const client = new Client(options)
  const { socketPath } = options
  const call: Call = async (request) => {
    try {
      return await request
    } catch (error) {
      throw engineError(error, host)
    }
  }
  return {
    host,
    info: () => readInfo(client, call),
    images: createImages(client, call),
    containers: createContainers(client, call, typeof socketPath === 'string' ? socketPath : null),
    build: (request) => startBuild(client, request, call),
  }
}

async function connectionOptions(
  host: string,
  environment: NodeJS.ProcessEnv,
): Promise<Dockerode.DockerOptions> {
  const url = parseEndpoint(host)
  if (url.protocol === 'unix:') {
    // A constant of its own: the library takes an agent, which its types lack.
    const options = { socketPath: decodeURIComponent(url.pathname), agent: socketAgent() }
    return options
  }
  const tls = url.protocol === 'https:' || Boolean(environment.DOCKER_TLS_VERIFY)
  return {
    protocol: tls ? 'https' : 'http',
    host: url.hostname,
    port: Number(url.port || (tls ? 2376 : 2375)),
    ...(tls && environment.DOCKER_CERT_PATH ? await certificates(environment.DOCKER_CERT_PATH) : {}),
  }
}

/**
 * Node's own agent, told that there is no server whose name it would have to know: finding out whether the empty one is
 * an IP address takes as long as some requests.
 */
function socketAgent(): Agent {
  // An import would read all that the module has, and so load an HTTP client that nothing here uses.
  const { Agent } = createRequire(import.meta.url)('node:http') as typeof import('node:http')
  const options = { keepAlive: true, scheduling: 'lifo', timeout: 5000, servername: '' } as const
  return new Agent(options)
}

function parseEndpoint(host: string): URL {
  const url = URL.canParse(host) ? new URL(host) : null
  if (url && ['unix:', 'tcp:', 'http:', 'https:'].includes(url.protocol)) return url
  throw new UserError(
    `DOCKER_HOST: "${host}" is not an endpoint that can be used here`,
    'use unix:///var/run/docker.sock or tcp://HOST:PORT; forward an ssh engine with: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST',
  )
}

async function certificates(directory: string): Promise<{ ca: Buffer; cert: Buffer; key: Buffer }> {
  const { readFile } = await import('node:fs/promises')
  const { join } = await import('node:path')
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFile(join(directory, name))),
  )
  if (!ca || !cert || !key) throw new UserError(`DOCKER_CERT_PATH: ${directory} lacks a certificate`)
  return { ca, cert, key }
}
