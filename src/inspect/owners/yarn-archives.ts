import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'

/**
 * The packages that Yarn's Plug'n'Play runs from zip archives. `.pnp.cjs` (or `.pnp.data.json`) names the place of
 * each, `…/cache/SLUG-npm-VERSION-HASH-CHECKSUM.zip/node_modules/NAME/`, relative to itself. An archive that it does
 * not name is one of Yarn's cache.
 */
export function yarnArchives(files: DatabaseFiles): PackageFiles[] {
  return [...files].flatMap(([path, content]) => {
    const [, place] = /^(.*)\/\.pnp\.(?:cjs|js|data\.json)$/.exec(path) ?? []
    if (place === undefined) return []
    return [...content.matchAll(location)].map(([, archive = '', name = '']) => {
      const [, version = ''] = /-npm-([^/]+)-[0-9a-f]{10}-[0-9a-z]+\.zip$/.exec(archive) ?? []
      const file = `${place}/${withoutVirtual(archive)}`
      const directory = file.slice(0, file.lastIndexOf('/'))
      return { owner: packageOwner('node', name, version, directory), files: [file], trees: [] }
    })
  })
}

const location = /"packageLocation": ?"([^"\\\n]+\.zip)\/node_modules\/((?:@[^"/\\\n]+\/)?[^"/\\\n]+)\/"/g

// `A/B/__virtual__/HASH/N/C` stands for `A/B/C`, with N directories fewer (yarnpkg.com, "Plug'n'Play specification").
function withoutVirtual(path: string): string {
  return path.replace(
    /\/(?:__virtual__|\$\$virtual)\/[^/]+\/(\d)\//,
    (_, up: string) => `/${'../'.repeat(Number(up))}`,
  )
}
