import { textOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'

/**
 * The packages of apk's `installed`: paragraphs of `K:value` lines, case sensitive; `F:` names a directory
 * without a leading slash (empty for the root), `R:` a file in the last one. `world` lists what was asked
 * for, with version constraints (apk-world(5)).
 */
export function apkPackages(files: DatabaseFiles): PackageFiles[] {
  const installed = databases.map((path) => files.get(path)).find((text) => text !== undefined) ?? ''
  const world = files.get('/etc/apk/world')
  const wanted =
    world === undefined ? null : new Set(world.split(/\s+/).map((name) => name.replace(/[<>=~@].*/, '')))
  return installed.split(/\n{2,}/).flatMap((text) => parsePackage(text, wanted) ?? [])
}

/** Where the database lies, on images with and without a merged /usr. */
export const databases = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'] as const

function parsePackage(text: string, wanted: ReadonlySet<string> | null): PackageFiles | null {
  const own: string[] = []
  let [name, version, directory] = ['', '', '']
  for (const line of text.split('\n')) {
    const value = line.slice(2)
    if (line.startsWith('P:')) name = value
    else if (line.startsWith('V:')) version = value
    else if (line.startsWith('F:')) directory = value === '' ? '' : `/${value}`
    else if (line.startsWith('R:')) own.push(`${directory}/${value}`)
  }
  if (name === '') return null
  const requested = wanted === null ? null : wanted.has(name)
  const owner = {
    kind: 'package',
    manager: 'apk',
    name: textOf(name),
    version: textOf(version) || null,
  } as const
  return { owner: { ...owner, requested, path: null }, files: own, trees: [] }
}
