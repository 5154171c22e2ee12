import { claimGems } from './claim-gems.ts'
import { claimGoDistributions } from './claim-go.ts'
import { claimNodePackages } from './claim-node.ts'
import { claimPackages } from './claim-packages.ts'
import { type Claims, strength } from './claims.ts'
import { composerPackages } from './composer.ts'
import { dotnetPackages } from './dotnet.ts'
import type { DepthOf } from './node-depths.ts'
import { addNodeVersions } from './node-versions.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { pythonPackages } from './python.ts'
import { yarnArchives } from './yarn-archives.ts'

/**
 * Claims the packages of every language; where several hold a file, the one in the deepest place gets it. Out: the
 * packages that say what they need.
 */
export function claimLanguages(
  files: DatabaseFiles,
  claims: Claims,
  depthOf: DepthOf,
): Pick<PackageFiles, 'owner' | 'relations'>[] {
  const listed: PackageFiles[] = [
    ...pythonPackages(files),
    ...composerPackages(files),
    ...dotnetPackages(files),
    ...yarnArchives(files),
  ]
  const held = claimPackages(listed, claims, (found) => strength.language + placeDepth(found))
  addNodeVersions(files, claims)
  const node = claimNodePackages(files, claims, depthOf)
  const gems = claimGems(claims, depthOf)
  const go = claimGoDistributions(files, claims, depthOf)
  claims.claimTrees([held, node.trees, gems, go])
  return [...listed, ...node.found]
}

function placeDepth({ owner }: PackageFiles): number {
  return (owner.path ?? '').split('/').length - 1
}
