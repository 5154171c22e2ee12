import type { RegistryAddress } from './address.ts'
import { follow } from './follow.ts'
import type { Login } from './login.ts'
import type { HttpAnswer, Send } from './send.ts'
import { statusError } from './status-error.ts'

/** One repository of a registry, with the login that it asks for. Rejects with a `RegistryError`. */
export interface Repository {
  /** The manifest or index under a tag or digest: an answer of status 200. */
  manifest(target: string): Promise<HttpAnswer>
  /** The content of a digest: an answer of status 200, perhaps from another host. */
  blob(digest: string): Promise<HttpAnswer>
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * A repository at an address. Nothing is asked before what is wanted: a registry that needs a login answers any
 * request with a challenge, and a request more is time that every run pays.
 */
export function createRepository(address: RegistryAddress, login: Login, send: Send): Repository {
  const get = async (path: string, accept: string, what: string): Promise<HttpAnswer> => {
    const url = new URL(`/v2/${address.repository}/${path}`, address.origin)
    const ask = (header: string | null): Promise<HttpAnswer> => {
      const headers = { accept, ...(header !== null && { authorization: header }) }
      return follow({ method: 'GET', url, headers, body: null }, address.origin, send)
    }
    const used = login.header()
    let answer = await ask(used)
    if (answer.status === 401 && answer.url.origin === address.origin.origin) {
      await answer.discard()
      await login.renew(answer, used)
      answer = await ask(login.header())
    }
    if (answer.status === 200) return answer
    const error = await statusError(answer, what)
    throw error.kind === 'denied' && answer.url.origin === address.origin.origin ? login.denied(error) : error
  }
  const { repository } = address
  return {
    manifest: (target) =>
      get(`manifests/${target}`, manifestTypes, `the manifest ${target} of ${repository}`),
    blob: (digest) => get(`blobs/${digest}`, '*/*', `the blob ${digest} of ${repository}`),
  }
}
