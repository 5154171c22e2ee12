import type { Stacked } from '../stack.ts'
import { apkPackages } from './apk.ts'
import { claimBytecode } from './claim-bytecode.ts'
import { claimNodePackages } from './claim-node.ts'
import { claimPackages } from './claim-packages.ts'
import { claimPlaces } from './claim-places.ts'
import { Claims, strength } from './claims.ts'
import { countOwners } from './count-owners.ts'
import { dependencyGraph, type PackageNode } from './dependency-graph.ts'
import { dpkgPackages } from './dpkg.ts'
import type { DatabaseFiles, OwnerBytes, PackageFiles } from './owner.ts'
import { pacmanPackages } from './pacman.ts'
import { pythonPackages } from './python.ts'
import { rpmPackages } from './rpm/rpm.ts'
import { shapeOf } from './tree-shape.ts'

/** Whom the live bytes of an image belong to, and which package brought which others. */
export interface Ownership {
  readonly owners: readonly OwnerBytes[]
  readonly dependencies: readonly PackageNode[]
}

/**
 * Whom every live byte of an image belongs to, from its final file system and the contents of its package
 * databases. Sizes come from the tree, ownership from the databases. Priority: package of the system, the
 * deepest package of a language, generated, cache, what a package only declares its own, directory. The bytes
 * add up to the image's live bytes. Throws a `MeasureError` for a database of rpm that cannot be read.
 */
export function ownersOf(stacked: Stacked, files: DatabaseFiles): Ownership {
  const claims = new Claims(stacked)
  const shape = shapeOf(stacked)
  const rpm = rpmPackages(files)
  const system = [...dpkgPackages(files), ...apkPackages(files), ...pacmanPackages(files), ...rpm.shipped]
  claimPackages(system, claims, () => strength.system)
  const python = pythonPackages(files)
  claimPackages(python, claims, (found) => strength.language + depthOf(found))
  const node = claimNodePackages(files, claims, shape)
  claimBytecode(claims, shape)
  claimPlaces(claims, shape)
  claimPackages(rpm.ghosts, claims, () => strength.weakest)
  return {
    owners: countOwners(claims, shape),
    dependencies: dependencyGraph([...system, ...python, ...node]),
  }
}

function depthOf({ owner }: PackageFiles): number {
  return (owner.path ?? '').split('/').length - 1
}
