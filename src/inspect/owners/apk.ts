import { textOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { relationsOf } from './relations.ts'

/**
 * The packages of apk's `installed`: paragraphs of `K:value` lines, case sensitive; `F:` names a directory
 * without a leading slash (empty for the root), `R:` a file in the last one; `D:` what it depends on, `p:` what
 * it provides, `i:` beside what it is installed by itself (apk-package(5)). `world` lists what was asked for,
 * with version constraints (apk-world(5)); a virtual package (`apk add --virtual`) has no files.
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
  const needs: string[] = []
  const provides: string[] = []
  const wantedBy: string[] = []
  let [name, version, directory] = ['', '', '']
  for (const line of text.split('\n')) {
    const value = line.slice(2)
    if (line.startsWith('P:')) name = value
    else if (line.startsWith('V:')) version = value
    else if (line.startsWith('D:')) needs.push(...tokens(value))
    else if (line.startsWith('p:')) provides.push(...tokens(value))
    else if (line.startsWith('i:')) wantedBy.push(...tokens(value))
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
  const relations = relationsOf({ needs: needs.map((one) => [one]), provides, wantedBy })
  return { owner: { ...owner, requested, path: null }, files: own, trees: [], relations }
}

// Names with version constraints and repository tags; `!NAME` is a conflict.
function tokens(value: string): string[] {
  return value.split(/\s+/).flatMap((token) => (/^[^!<>=~@][^<>=~@]*/.exec(token) ?? []).slice(0, 1))
}
