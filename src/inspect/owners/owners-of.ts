import type { Stacked } from '../stack.ts'
import { apkPackages } from './apk.ts'
import { claimArchives } from './claim-archives.ts'
import { claimBytecode } from './claim-bytecode.ts'
import { claimCondaCaches } from './claim-conda-caches.ts'
import { claimLanguages } from './claim-languages.ts'
import { claimPackages } from './claim-packages.ts'
import { claimPlaces } from './claim-places.ts'
import { Claims, strength } from './claims.ts'
import { condaPackages } from './conda.ts'
import { countOwners } from './count-owners.ts'
import { dependencyGraph, type PackageNode } from './dependency-graph.ts'
import { dpkgPackages } from './dpkg.ts'
import { nodeDepths } from './node-depths.ts'
import type { DatabaseFiles, OwnerBytes } from './owner.ts'
import { pacmanPackages } from './pacman.ts'
import { rpmPackages } from './rpm/rpm.ts'

/** Whom the live bytes of an image belong to, and which package brought which others. */
export interface Ownership {
  readonly owners: readonly OwnerBytes[]
  readonly dependencies: readonly PackageNode[]
}

/**
 * Whom every live byte of an image belongs to, from its final file system and the contents of its package
 * databases. Sizes come from the tree, ownership from the databases. Priority: package of the system, of conda,
 * the deepest package of a language, generated, cache, files that are a package by their name, what a package only
 * declares its own, directory. The bytes add up to the image's live bytes. Throws a `MeasureError` for a database
 * of rpm that cannot be read.
 */
export function ownersOf(stacked: Stacked, files: DatabaseFiles): Ownership {
  const claims = new Claims(stacked)
  const depthOf = nodeDepths(stacked.tree)
  const rpm = rpmPackages(files)
  const described = withoutLists(files)
  const system = [
    ...dpkgPackages(files, stacked.tree),
    ...apkPackages(files),
    ...pacmanPackages(described),
    ...rpm.shipped,
  ]
  claims.claimTrees([claimPackages(system, claims, () => strength.system)])
  const conda = condaPackages(described)
  claims.claimTrees([claimPackages(conda, claims, () => strength.environment)])
  const languages = claimLanguages(described, claims, depthOf)
  claimBytecode(claims, depthOf)
  claims.claimTrees([claimPlaces(claims, depthOf), claimCondaCaches(claims, depthOf)])
  claimArchives(files, claims)
  claims.claimTrees([claimPackages(rpm.ghosts, claims, () => strength.declared)])
  const owners = countOwners(claims)
  claims.release()
  return { owners, dependencies: dependencyGraph([...system, ...conda, ...languages]) }
}

// Most files of a database are dpkg's lists, which are of no use to anybody who goes over all files.
function withoutLists(files: DatabaseFiles): DatabaseFiles {
  return new Map([...files].filter(([path]) => !path.endsWith('.list')))
}
