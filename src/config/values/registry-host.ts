import { quoted, type Reading } from '../mistakes.ts'

/** Reads the host of a registry as it stands in an image's name: `HOST` or `HOST:PORT`, without a scheme or a path. */
export function readRegistryHost(line: string): Reading<string> {
  if (/^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(line)) return { value: line }
  const host = line.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '')
  return {
    wrong: `${quoted(line)} is not the host of a registry; expected HOST or HOST:PORT.`,
    write: host !== line && /^[\w.:-]+$/.test(host) ? host : 'registry.internal:5000',
  }
}
