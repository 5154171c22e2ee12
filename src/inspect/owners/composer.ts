import { rawOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import { objectOf, readJson, textIn } from './read-json.ts'
import { relationsOf } from './relations.ts'

/**
 * The packages of Composer: `vendor/composer/installed.json` lists them, under `packages` with an `install-path`
 * relative to itself (Composer 2), or as a bare list, each in `vendor/NAME` (Composer 1). A package is a directory
 * with all below it, and needs what it requires; one without a place (a metapackage) holds nothing.
 */
export function composerPackages(files: DatabaseFiles): PackageFiles[] {
  return [...files].flatMap(([path, content]) => {
    const [, vendor] = /^(.*)\/composer\/installed\.json$/.exec(path) ?? []
    if (vendor === undefined) return []
    const value = readJson(content)
    const listed = Array.isArray(value) ? value : objectOf(value).packages
    if (!Array.isArray(listed)) return []
    return listed.map(objectOf).flatMap((entry) => {
      const name = rawOf(textIn(entry, 'name'))
      const place = `${vendor}/${name}`
      if (name === '' || entry['install-path'] === null) return []
      const inside = rawOf(textIn(entry, 'install-path'))
      const owner = packageOwner('php', name, rawOf(textIn(entry, 'version')), place)
      const trees = [inside === '' ? place : `${vendor}/composer/${inside}`]
      const needs = Object.keys(objectOf(entry.require)).map((one) => [rawOf(one)])
      return { owner, files: [], trees, relations: relationsOf({ needs }) }
    })
  })
}
