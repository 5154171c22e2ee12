import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** A database beside this file, see README.md there. */
export function database(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(`${name}.gz`, import.meta.url)))
}

/** What `rpm -qa` says of it: name, version, architecture, flags and path of every file. */
export function listedFiles(): {
  name: string
  version: string
  arch: string
  flags: string
  path: string
}[] {
  const lines = readFileSync(new URL('files.txt', import.meta.url), 'latin1')
    .trimEnd()
    .split('\n')
  return lines.map((line) => {
    const [name = '', version = '', arch = '', flags = '', path = ''] = line.split('\t')
    return { name, version, arch, flags, path }
  })
}
