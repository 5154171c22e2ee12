import type { Wants } from '../kept-contents.ts'
import { isUnversionedArchive } from './archives.ts'
import {
  mostDatabaseBytes,
  mostExplainingBytes,
  mostVersionBytes,
  mostVersionFileBytes,
} from './database-bounds.ts'
import { databaseDirectories, describingEndings, describingNames, singleFiles } from './wanted-places.ts'

/**
 * True for the name of a tar entry, as written, at which one of the files may lie that `wantedFiles` names: any at
 * all of their places, of which the last components are compared alone, as a link may stand in for the directories
 * above. What is read for a version only must leave room for the databases.
 */
export const maybeWanted: Wants = (name, _, { size, left }) => {
  const path = `/${name}`
  const slash = path.lastIndexOf('/')
  const last = path.slice(slash + 1)
  const parent = lastOf(path.slice(0, slash))
  if (describes(path, last, parent)) return last !== 'package.json' || size <= mostExplainingBytes
  if (singleFiles.some((single) => path.endsWith(lastTwo(single)))) return true
  const isInDatabase = databaseDirectories.some((directory) => {
    const top = `/${lastOf(directory.path)}/`
    const at = path.lastIndexOf(top)
    return at >= 0 && directory.holds.test(path.slice(at + top.length))
  })
  if (isInDatabase) return true
  const isSmall = size <= mostVersionFileBytes && left - size >= mostDatabaseBytes - mostVersionBytes
  return isSmall && isUnversionedArchive(path)
}

function describes(path: string, last: string, parent: string): boolean {
  if (last === 'package.json') return !path.includes('/node_modules/')
  const byName = describingNames.some(({ name, below }) => name === last && below.test(parent))
  const byEnding = (): boolean =>
    describingEndings.some(
      ({ ending, below, notIn }) =>
        last.endsWith(ending) && below.test(parent) && (notIn === null || !path.includes(notIn)),
    )
  return byName || byEnding()
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function lastTwo(path: string): string {
  return path.slice(path.lastIndexOf('/', path.lastIndexOf('/') - 1))
}
