import { MeasureError } from '../../measure-error.ts'
import type { DatabaseFiles, PackageFiles } from '../owner.ts'
import { packageOwner } from '../package-owner.ts'
import { bdbBlobs } from './bdb.ts'
import { ndbBlobs } from './ndb.ts'
import { mostFiles, type RpmPackage, readRpmPackage } from './rpm-package.ts'
import { rpmRelations } from './rpm-relations.ts'
import { sqliteBlobs } from './sqlite-blobs.ts'

/** Packages of rpm with what they ship, and with what they only declare their own (`%ghost`). */
export interface RpmPackages {
  readonly shipped: readonly PackageFiles[]
  readonly ghosts: readonly PackageFiles[]
}

/** The directories that hold the database, on systems of different age. */
export const rpmPlaces = ['/usr/lib/sysimage/rpm', '/usr/share/rpm', '/var/lib/rpm'] as const

/** The files of the database in one of them: of each format one, and SQLite's log. */
export const rpmFiles = ['rpmdb.sqlite', 'rpmdb.sqlite-wal', 'Packages.db', 'Packages'] as const

/**
 * The packages of rpm, from the first format that each place has. A package of a foreign architecture is named
 * `name.arch`; those of the native one come first: files that several architectures share are theirs. Throws a
 * `MeasureError` that names the database when one is broken.
 */
export function rpmPackages(files: DatabaseFiles): RpmPackages {
  const found = rpmPlaces.flatMap((place) => packagesAt(place, files))
  if (found.reduce((sum, one) => sum + one.files.length, 0) > mostFiles) {
    throw new MeasureError(`the rpm database lists more than ${mostFiles} files`)
  }
  const native = nativeArchitecture(found)
  const isForeign = ({ arch }: RpmPackage): boolean => ![native, 'noarch', ''].includes(arch)
  const ordered = [...found.filter((one) => !isForeign(one)), ...found.filter(isForeign)]
  const relations = rpmRelations(ordered, isForeign)
  const held = (own: 'files' | 'ghosts'): PackageFiles[] =>
    ordered.map((one) => {
      const name = isForeign(one) ? `${one.name}.${one.arch}` : one.name
      const owner = packageOwner('rpm', name, one.version, null)
      return { owner, files: one[own], trees: [], relations: relations.get(one) ?? null }
    })
  return { shipped: held('files'), ghosts: held('ghosts') }
}

function packagesAt(place: string, files: DatabaseFiles): RpmPackage[] {
  const contentOf = (name: string): Buffer | null => {
    const content = files.get(`${place}/${name}`) ?? ''
    return content === '' ? null : Buffer.from(content, 'latin1')
  }
  const log = contentOf('rpmdb.sqlite-wal')
  for (const name of ['rpmdb.sqlite', 'Packages.db', 'Packages'] as const) {
    const content = contentOf(name)
    const isLogged = name === 'rpmdb.sqlite' && log !== null
    if (content === null && !isLogged) continue
    return parsed(`${place}/${name}`, () => readers[name](content ?? Buffer.alloc(0), log))
  }
  return []
}

const readers = {
  'rpmdb.sqlite': sqliteBlobs,
  'Packages.db': ndbBlobs,
  Packages: bdbBlobs,
} as const

function parsed(path: string, read: () => readonly Buffer[]): RpmPackage[] {
  try {
    return read().flatMap((blob) => readRpmPackage(blob) ?? [])
  } catch (error) {
    if (!(error instanceof MeasureError)) throw error
    throw new MeasureError(`${path}: ${error.message}`, error)
  }
}

function nativeArchitecture(packages: readonly RpmPackage[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { arch } of packages) if (arch !== 'noarch') counts.set(arch, (counts.get(arch) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}
