import type { PathTree } from '../path-tree.ts'
import { textOf } from '../raw-text.ts'
import { parseDiversions } from './dpkg-diversions.ts'
import { dpkgRelations } from './dpkg-relations.ts'
import { dpkgFields, statusFile, statusStanzas } from './dpkg-status.ts'
import type { DatabaseFiles, Owner, PackageFiles } from './owner.ts'
import { parseStanzas, type Stanza } from './stanzas.ts'

/**
 * The packages of dpkg: `status` with `info/*.list`, diversions applied, and the `status.d` of images that
 * have no dpkg, where `*.md5sums` is the list. A package of a foreign architecture is named `name:arch`.
 * Those of the native one come first: files that several architectures share are theirs. What images of one tree
 * have in common is taken apart once.
 */
export function dpkgPackages(files: DatabaseFiles, tree: PathTree): PackageFiles[] {
  const stanzas = statusStanzas(files.get(statusFile) ?? '', tree).filter(holdsFiles)
  const native = nativeArchitecture(stanzas)
  const isForeign = (stanza: Stanza): boolean =>
    ![native, 'all'].includes(stanza.get('Architecture') ?? 'all')
  const movedFor = parseDiversions(files.get(`${database}/diversions`) ?? '')
  const isRequested = requestedBy(files.get('/var/lib/apt/extended_states'), native)
  const ordered = [...stanzas.filter((one) => !isForeign(one)), ...stanzas.filter(isForeign)]
  const installed = ordered.map((stanza) => {
    const name = stanza.get('Package') ?? ''
    const arch = stanza.get('Architecture') ?? 'all'
    const foreign = isForeign(stanza) ? arch : null
    const owner = ownerOf(stanza, foreign === null ? '' : `:${arch}`, isRequested(name, arch))
    return {
      owner,
      files: [],
      list: { text: listOf(files, name, arch), moved: movedFor(name) },
      trees: [],
      relations: isInstalled(stanza) ? dpkgRelations(stanza, foreign) : null,
    }
  })
  return [...installed, ...packagesWithoutDpkg(files)]
}

const database = '/var/lib/dpkg'

// Of a package that is no longer installed only configuration files are left, and nothing needs it.
function isInstalled(stanza: Stanza): boolean {
  return stanza.get('Status')?.split(/\s+/)[2] !== 'config-files'
}

function holdsFiles(stanza: Stanza): boolean {
  const state = stanza.get('Status')?.split(/\s+/)[2]
  return stanza.has('Package') && state !== undefined && state !== 'not-installed'
}

function nativeArchitecture(stanzas: readonly Stanza[]): string | undefined {
  const counts = new Map<string, number>()
  for (const stanza of stanzas) {
    const arch = stanza.get('Architecture') ?? 'all'
    if (stanza.get('Package') === 'dpkg') return arch
    if (arch !== 'all') counts.set(arch, (counts.get(arch) ?? 0) + 1)
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}

// What apt does not list was asked for by somebody.
function requestedBy(
  states: string | undefined,
  native: string | undefined,
): (name: string, arch: string) => boolean | null {
  if (states === undefined) return () => null
  const automatic = new Set(
    parseStanzas(states, dpkgFields)
      .filter((stanza) => stanza.get('Auto-Installed') === '1')
      .map((stanza) => `${stanza.get('Package')}:${stanza.get('Architecture')}`),
  )
  // apt notes a package of all architectures under the native one.
  return (name, arch) => !automatic.has(`${name}:${arch === 'all' ? native : arch}`)
}

function ownerOf(stanza: Stanza, suffix: string, requested: boolean | null): Owner {
  return {
    kind: 'package',
    manager: 'dpkg',
    name: textOf(`${stanza.get('Package') ?? ''}${suffix}`),
    version: textOf(stanza.get('Version') ?? '') || null,
    requested,
    path: null,
  }
}

function listOf(files: DatabaseFiles, name: string, arch: string): string {
  const list =
    files.get(`${database}/info/${name}:${arch}.list`) ?? files.get(`${database}/info/${name}.list`)
  return list ?? ''
}

function packagesWithoutDpkg(files: DatabaseFiles): PackageFiles[] {
  const prefix = `${database}/status.d/`
  const names = [...files.keys()]
    .filter((path) => path.startsWith(prefix) && !path.endsWith('.md5sums'))
    .sort()
  return names.flatMap((path) => {
    const [stanza] = parseStanzas(files.get(path) ?? '', dpkgFields)
    if (!stanza?.has('Package')) return []
    const sums = files.get(`${path}.md5sums`) ?? ''
    const own = [...sums.matchAll(/^[0-9a-f]{32} [ *]\/?(.+)$/gm)].map(([, file]) => `/${file}`)
    return { owner: ownerOf(stanza, '', null), files: own, trees: [], relations: dpkgRelations(stanza, null) }
  })
}
