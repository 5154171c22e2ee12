import type { ImageReference } from '../../config/values/image-reference.ts'

/** Where an image lies: the registry, the repository in it, and its tag or digest. */
export interface RegistryAddress {
  /** As people write it: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly host: string
  /** Root of the registry's API: `https://registry-1.docker.io`. */
  readonly origin: URL
  /** `library/python`, `octo/app`. */
  readonly repository: string
  /** What to ask the manifest by: a digest where the reference has one, else the tag, else `latest`. */
  readonly target: string
  /** The name under which the docker client keeps the registry's credentials. */
  readonly credentialKey: string
}

/**
 * Finds the registry of a reference by the rules of distribution/reference (`normalize.go`): the first part is a host
 * when it has a dot, a colon or an upper-case letter or is `localhost`; without one the registry is Docker Hub, and
 * a name of one part lies in `library/`. Plain HTTP is for loopback, which the engine takes as insecure too, and for
 * the hosts in `insecure`.
 */
export function addressOf(
  { repository, tag, digest }: ImageReference,
  insecure: readonly string[],
): RegistryAddress {
  const slash = repository.indexOf('/')
  const first = repository.slice(0, slash)
  const isHost = slash > 0 && (/[.:A-Z]/.test(first) || first === 'localhost')
  const target = digest ?? tag ?? 'latest'
  const path = isHost ? repository.slice(slash + 1) : repository
  if (!isHost || first === 'docker.io' || first === 'index.docker.io') {
    return { ...dockerHub, repository: path.includes('/') ? path : `library/${path}`, target }
  }
  const isPlain = insecure.includes(first) || isLoopback(new URL(`http://${first}`).hostname)
  const scheme = isPlain ? 'http' : 'https'
  return {
    host: first,
    origin: new URL(`${scheme}://${first}`),
    repository: path,
    target,
    credentialKey: first,
  }
}

// Docker Hub's API and its credentials have names of their own (moby/moby, registry/config.go).
const dockerHub = {
  host: 'docker.io',
  origin: new URL('https://registry-1.docker.io'),
  credentialKey: 'https://index.docker.io/v1/',
}

/** Whether a host is this machine, as written: `localhost`, 127.0.0.0/8 or `::1`. Nothing is resolved. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/**
 * Whether a registry may send us on to an address, for a blob or a token: by https, or by http from a registry that
 * is reached so itself, to its own host or to loopback.
 */
export function mayGoTo(address: URL, registry: URL): boolean {
  if (address.username !== '' || address.password !== '') return false
  if (address.protocol === 'https:') return true
  if (address.protocol !== 'http:' || registry.protocol !== 'http:') return false
  return address.host === registry.host || isLoopback(address.hostname)
}
