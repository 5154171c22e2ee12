import { textOf } from '../raw-text.ts'
import { archives } from './archives.ts'
import { type Claims, strength } from './claims.ts'
import { goVersion } from './go-version.ts'
import { jarVersion } from './jar-version.ts'
import type { DatabaseFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'

/**
 * Claims files that are a package each, where nobody else does. What a package of the system or a language ships,
 * and what lies in a cache, is not theirs. A version that the name does not have comes from the content, for those
 * whose content was read.
 */
export function claimArchives(files: DatabaseFiles, claims: Claims): void {
  const { tree } = claims.stacked
  for (const { node, manager, name, version } of archives(claims.stacked)) {
    const path = tree.path(node)
    const content = version === '' ? files.get(path) : undefined
    const owner = packageOwner(manager, name, version, path)
    const inside = content === undefined ? null : versionIn[manager](Buffer.from(content, 'latin1'))
    claims.claim(
      node,
      claims.add({ ...owner, version: inside === null ? owner.version : textOf(inside) }),
      strength.file,
    )
  }
}

const versionIn = { java: jarVersion, go: goVersion } as const
