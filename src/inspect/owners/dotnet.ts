import { rawOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import { type JsonObject, objectOf, readJson, textIn } from './read-json.ts'

/**
 * The packages of .NET that an application or a shared framework was published with: `NAME.deps.json` (dotnet/sdk
 * `documentation/specs/runtime-configuration-file.md`) names, under `libraries`, what came from packages, and under
 * `targets` the files of each. `runtime` and `native` files lie beside the file, `resources` in a directory for
 * their language, `runtimeTargets` below where they are listed. A project's own files stay with their directory.
 */
export function dotnetPackages(files: DatabaseFiles): PackageFiles[] {
  return [...files].flatMap(([path, content]) => {
    if (!path.endsWith('.deps.json')) return []
    const place = path.slice(0, path.lastIndexOf('/'))
    const { libraries, targets } = objectOf(readJson(content))
    const kinds = objectOf(libraries)
    return Object.values(objectOf(targets)).flatMap((target) =>
      Object.entries(objectOf(target)).flatMap(([key, assets]) => {
        const [name = '', version = ''] = key.replace(/^runtimepack\./, '').split('/')
        if (!packaged.has(textIn(objectOf(kinds[key]), 'type')) || name === '') return []
        const owner = packageOwner('dotnet', rawOf(name), rawOf(version), place)
        const own = filesOf(objectOf(assets)).map((file) => `${place}/${rawOf(file)}`)
        return { owner, files: own, trees: [] }
      }),
    )
  })
}

const packaged: ReadonlySet<string> = new Set(['package', 'runtimepack'])

function filesOf(assets: JsonObject): string[] {
  const resources = Object.entries(objectOf(assets.resources)).map(
    ([path, resource]) => `${textIn(objectOf(resource), 'locale')}/${baseName(path)}`,
  )
  return [
    ...Object.keys(objectOf(assets.runtime)).map(baseName),
    ...Object.keys(objectOf(assets.native)).map(baseName),
    ...Object.keys(objectOf(assets.runtimeTargets)),
    ...resources,
  ]
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
