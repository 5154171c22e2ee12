import { rawOf } from '../raw-text.ts'
import type { DatabaseFiles } from './owner.ts'
import { objectOf, readJson } from './read-json.ts'

/** A package in a `node_modules`, with its version; raw bytes. */
export interface NodeVersion {
  readonly name: string
  readonly version: string
  readonly path: string
}

/**
 * In: what Yarn leaves in a `node_modules`. `.yarn-state.yml` (Yarn 2 and later) has, below each package and
 * version, the places where it is; `.yarn-integrity` (Yarn 1) the address that each wanted package was fetched from,
 * whose last part is `NAME-VERSION.tgz`: that says which versions are there, not where each of them is.
 */
export function yarnVersions(files: DatabaseFiles): NodeVersion[] {
  return [...files].flatMap(([path, content]) => {
    const place = path.slice(0, path.lastIndexOf('/'))
    if (path.endsWith('/node_modules/.yarn-state.yml')) return stateVersions(place, content)
    return path.endsWith('/node_modules/.yarn-integrity') ? integrityVersions(place, content) : []
  })
}

function stateVersions(modules: string, content: string): NodeVersion[] {
  const root = modules.slice(0, -'node_modules'.length)
  const found: NodeVersion[] = []
  let [name, version]: (string | undefined)[] = []
  for (const line of content.split('\n')) {
    if (/^\S/.test(line)) [, name, version] = /^"?(@?[^@"]+)@(?:.*[#@])?npm:([^"#[\]]+)/.exec(line) ?? []
    const [, path] = /^ +- "?([^"]+)"?$/.exec(line) ?? []
    if (name && version && path?.startsWith('node_modules/'))
      found.push({ name, version, path: `${root}${path}` })
  }
  return found
}

function integrityVersions(modules: string, content: string): NodeVersion[] {
  const entries = Object.entries(objectOf(objectOf(readJson(content)).lockfileEntries))
  return entries.flatMap(([pattern, address]) => {
    const [, name] = /^(@?[^@]+)@/.exec(pattern) ?? []
    const [, version] = /-(\d[^/]*)\.tgz(?:#.*)?$/.exec(String(address)) ?? []
    if (name === undefined || version === undefined) return []
    return [{ name: rawOf(name), version: rawOf(version), path: `${modules}/${rawOf(name)}` }]
  })
}
