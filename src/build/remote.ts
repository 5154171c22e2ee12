import { resolve } from 'node:path'
import type { RunContext } from '../effects/runner.ts'
import { type Checkout, type Setting, settingOf } from './checkout.ts'

/** Where missing commits are fetched from, and the settings that get in there. */
export interface Remote {
  /** Its name in the user's checkout. */
  readonly name: string
  readonly url: string
  /** False when the checkout is of another repository than the run's, such as a fork. */
  readonly ofRun: boolean
}

/**
 * The remote of a checkout: `origin`, else the first one; null without any. In an action whose
 * checkout is a fork on the same server, the address is the run's own repository: the fork's
 * branches may be old.
 */
export function remoteOf(checkout: Checkout, context: RunContext): Remote | null {
  const names = checkout.settings.flatMap(({ key }) => key.match(/^remote\.(.+)\.url$/s)?.[1] ?? [])
  const name = names.includes('origin') ? 'origin' : names[0]
  const written = name === undefined ? null : settingOf(checkout, `remote.${name}.url`)
  if (name === undefined || written === null) return null
  const url = /^\.{1,2}(\/|$)/.test(written) ? resolve(checkout.root, written) : written
  const { serverUrl, repository } = context
  if (context.kind !== 'action' || !serverUrl || !repository) return { name, url, ofRun: true }
  const server = `${serverUrl.replace(/\/$/, '')}/`
  const path = url.startsWith(server) ? url.slice(server.length).replace(/(\.git)?\/?$/, '') : null
  const ofRun = path === null || path.toLowerCase() === repository.toLowerCase()
  return { name, url: ofRun ? url : `${server}${repository}`, ofRun }
}

/**
 * The settings for a repository of ours that stands in for the checkout: what the checkout uses to
 * reach its server (headers, helpers, proxies, rewritten addresses), its filters, and the remote under
 * the name `origin`. The result may hold credentials: it belongs into an environment, nowhere else.
 */
export function borrowedSettings(checkout: Checkout, remote: Remote | null): Setting[] {
  const kept = checkout.settings.filter(
    ({ key }) => /^(http|credential|url|filter|lfs|ssh)\./.test(key) || borrowedKeys.has(key),
  )
  const settings = kept.filter(({ key }) => key !== 'lfs.storage')
  if (remote === null) return settings
  const promise = checkout.settings.flatMap(({ key, value }) => {
    const part = [`promisor`, `partialclonefilter`].find((name) => key === `remote.${remote.name}.${name}`)
    return part ? [{ key: `remote.origin.${part}`, value }] : []
  })
  return [...settings, { key: 'remote.origin.url', value: remote.url }, ...promise]
}

/**
 * The job's token as a header for its own server, when the checkout kept no credentials for it
 * (`persist-credentials: false`); otherwise nothing: two such headers are refused by GitHub.
 */
export function tokenSettings(
  remote: Remote,
  settings: readonly Setting[],
  context: RunContext,
  token: string | null,
): Setting[] {
  if (context.kind !== 'action' || !token || !context.serverUrl) return []
  const server = `${new URL(context.serverUrl).origin}/`
  if (!remote.url.startsWith(server)) return []
  const has = settings.some(({ key, value }) => {
    const header = key.match(/^http\.(?:(.+)\.)?extraheader$/s)
    if (header === null || !/^authorization:/i.test(value)) return false
    return header[1] === undefined || `${header[1]}/`.startsWith(server)
  })
  return has ? [] : [{ key: `http.${server}.extraheader`, value: `AUTHORIZATION: basic ${basic(token)}` }]
}

/** User and password of the job's token as HTTP's basic scheme encodes them; as secret as the token. */
export function basic(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64')
}

/** Settings as git takes them from its environment: `GIT_CONFIG_COUNT` and numbered pairs. */
export function settingsEnvironment(settings: readonly Setting[]): Record<string, string> {
  const pairs = settings.flatMap(({ key, value }, index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(settings.length) }
}

const borrowedKeys = new Set([
  'core.sshcommand',
  'core.eol',
  'core.symlinks',
  'core.sparsecheckout',
  'core.sparsecheckoutcone',
])
