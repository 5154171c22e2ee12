import type { Relations } from '../relations.ts'
import type { RpmPackage } from './rpm-package.ts'

/**
 * What each package says about others, with the files of it that others need in what it provides: a package can
 * need a path. A package of a foreign architecture does not answer to its bare name, which the native one has.
 */
export function rpmRelations(
  packages: readonly RpmPackage[],
  isForeign: (one: RpmPackage) => boolean,
): ReadonlyMap<RpmPackage, Relations> {
  const needed = new Set(packages.flatMap(({ relations }) => relations.needs.flat()).filter(isPath))
  return new Map(
    packages.map((one) => {
      const named = one.relations.provides.filter((name) => name !== one.name || !isForeign(one))
      const provides = [...named, ...one.files.filter((path) => needed.has(path))]
      return [one, { ...one.relations, provides }]
    }),
  )
}

function isPath(name: string): boolean {
  return name.startsWith('/')
}
