import { MeasureError } from '../../measure-error.ts'
import { type Relations, relationsOf } from '../relations.ts'
import { type RpmHeader, readRpmHeader } from './rpm-header.ts'

/** A package of rpm's database; texts and absolute paths are raw bytes. */
export interface RpmPackage {
  readonly name: string
  /** `EPOCH:VERSION-RELEASE`, without an epoch where there is none. */
  readonly version: string
  readonly arch: string
  /** What it ships and has installed, directories left out. */
  readonly files: readonly string[]
  /** What it does not ship, but declares its own (`%ghost`). */
  readonly ghosts: readonly string[]
  readonly relations: Relations
}

/** Most files of one database: as many as an image is expected to have at most. */
export const mostFiles = 3_000_000

/**
 * In: a header of rpm's database. Out: the package, null for a key (`gpg-pubkey`), which is none. Throws a
 * `MeasureError` when the header contradicts itself or lists more than `mostFiles`.
 */
export function readRpmPackage(blob: Buffer): RpmPackage | null {
  const header = readRpmHeader(blob)
  const [name, version, release] = [tag.name, tag.version, tag.release].map((one) => textAt(header, one))
  if (!name) throw new MeasureError('a package header: it has no name')
  if (name === 'gpg-pubkey') return null
  const epoch = header.numbers(tag.epoch, 1)?.[0] ?? null
  const paths = pathsOf(header)
  const kinds = kindsOf(header, paths.length)
  return {
    name,
    version: `${epoch === null ? '' : `${epoch}:`}${version}-${release}`,
    arch: textAt(header, tag.arch),
    files: paths.filter((_, index) => kinds[index] === 'file'),
    ghosts: paths.filter((_, index) => kinds[index] === 'ghost'),
    relations: relationsIn(header),
  }
}

// Names without versions. What only rpm itself or the package's own version answers to is left out, and so are
// conditions (`(a if b)`).
function relationsIn(header: RpmHeader): Relations {
  const names = (which: number): string[] => [...new Set(header.strings(which, mostFiles) ?? [])]
  const needs = (which: number): string[][] =>
    names(which)
      .filter((name) => !/^(?:rpmlib\(|config\(|\()/.test(name))
      .map((name) => [name])
  return relationsOf({
    needs: needs(tag.requires),
    wants: needs(tag.recommends),
    provides: names(tag.provides),
    wantedBy: names(tag.supplements),
  })
}

// rpm `include/rpm/rpmtag.h`.
const tag = {
  ...{ name: 1000, version: 1001, release: 1002, epoch: 1003, arch: 1022 },
  ...{ oldFileNames: 1027, fileStates: 1029, fileModes: 1030, fileFlags: 1037 },
  ...{ provides: 1047, requires: 1049, recommends: 5046, supplements: 5052 },
  ...{ dirIndexes: 1116, baseNames: 1117, dirNames: 1118 },
} as const

function textAt(header: RpmHeader, which: number): string {
  return header.strings(which, 1)?.[0] ?? ''
}

// Packages of long ago have whole paths.
function pathsOf(header: RpmHeader): string[] {
  const names = header.strings(tag.baseNames, mostFiles)
  if (names === null) return header.strings(tag.oldFileNames, mostFiles) ?? []
  const directories = header.strings(tag.dirNames, mostFiles) ?? []
  const indexes = header.numbers(tag.dirIndexes, mostFiles) ?? []
  if (directories.some((directory) => directory.length > mostPathBytes)) throw contradiction()
  return names.map((name, index) => {
    const directory = directories[indexes[index] ?? -1]
    if (directory === undefined) throw contradiction()
    return `${directory}${name}`
  })
}

// Linux has no longer path.
const mostPathBytes = 4096

function kindsOf(header: RpmHeader, count: number): ('file' | 'ghost' | null)[] {
  const [flags, states, modes] = [tag.fileFlags, tag.fileStates, tag.fileModes].map((one) => {
    const values = header.numbers(one, mostFiles)
    if (values !== null && values.length !== count) throw contradiction()
    return values
  })
  return Array.from({ length: count }, (_, index) => {
    const isDirectory = ((modes?.[index] ?? 0) & 0o170000) === 0o040000
    if (isDirectory || !installed.has(states?.[index] ?? 0)) return null
    return ((flags?.[index] ?? 0) & ghostFlag) === 0 ? 'file' : 'ghost'
  })
}

// States of a file: 0 normal, 3 on a network share; others were replaced, left out, or are of another architecture.
const installed: ReadonlySet<number> = new Set([0, 3])
const ghostFlag = 0x40

function contradiction(): MeasureError {
  return new MeasureError('a package header: its lists of files do not fit together')
}
